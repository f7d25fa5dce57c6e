// debtscan:unfilled - set the bounds, call spend() once a turn of every loop around a model, then remove this line.
{{#fill.package}}
package {{fill.package}};

{{/fill.package}}
import java.time.Duration;
import java.time.Instant;

/** What an agent may use up before it is stopped: turns, time and tokens. */
public final class AgentBudget {
    /** The agent was stopped; its last state belongs into the log. */
    public static final class LimitReached extends RuntimeException {
        LimitReached(String message) {
            super(message);
        }
    }

    private int turns = 8;
    private int tokens = 20_000;
    private final Instant until = Instant.now().plus(Duration.ofMinutes(1));

    public void spend(int used) {
        turns -= 1;
        tokens -= used;
        if (turns < 0 || tokens < 0 || Instant.now().isAfter(until)) {
            throw new LimitReached("turns left " + turns + ", tokens left " + tokens);
        }
    }
}
