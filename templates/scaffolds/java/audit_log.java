// debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.
{{#fill.package}}
package {{fill.package}};

{{/fill.package}}
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
 * each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
 */
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
public final class AuditLog {
    public record Entry(Instant at, String user, String purpose, String model, Map<String, Object> parameters, String promptVersion,
                        Object request, String answer, List<String> sources, List<Object> actions, String before) {}

    /** Takes rows and never changes one. */
    public interface Store {
        /** The hash of the last row, null without. */
        String last();

        void append(String entry, String hash);
    }

    private final Store store;
    private final Function<Entry, String> toJson;

    public AuditLog(Store store, Function<Entry, String> toJson) {
        this.store = store;
        this.toJson = toJson;
    }

    /** Writes what an answer leaves behind and gives its hash. */
    public synchronized String keep(String user, String purpose, String model, Map<String, Object> parameters, String promptVersion,
                                    Object request, String answer, List<String> sources, List<Object> actions) {
        String entry = toJson.apply(new Entry(Instant.now(), user, purpose, model, parameters, promptVersion, request, answer, sources,
                                              actions, store.last()));
        String hash = hashOf(entry);
        store.append(entry, hash);
        return hash;
    }

    private static String hashOf(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }
}
