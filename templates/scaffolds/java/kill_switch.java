// debtscan:unfilled - read the flag from where operations can set it, ask before every model call, then remove this line.
{{#fill.package}}
package {{fill.package}};

{{/fill.package}}
/** Turns a feature off at once, without a deploy. */
public final class KillSwitch {
    /** Tell the user that the assistant is away, and what to do instead. */
    public static final class SwitchedOff extends RuntimeException {
        SwitchedOff(String feature) {
            super(feature + " is switched off");
        }
    }

    private KillSwitch() {}

    public static void check(String feature) {
        String off = System.getenv().getOrDefault("AI_SWITCHED_OFF", "");
        if (off.equals("1") || off.equals("all") || off.equals(feature)) {
            throw new SwitchedOff(feature);
        }
    }
}
