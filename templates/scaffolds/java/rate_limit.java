// debtscan:unfilled - set the limits, keep the counters where all instances see them, use it on the routes, then remove this line.
{{#fill.package}}
package {{fill.package}};

{{/fill.package}}
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often one caller may reach a model. */
{{#fill.routes}}
// "{{path}}"
{{/fill.routes}}
public final class RateLimit {
    private static final int CALLS = 20;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private final Map<String, Deque<Instant>> seen = new ConcurrentHashMap<>();

    /** Answer it with 429 and Retry-After. */
    public static final class TooMany extends RuntimeException {
        public final Duration retryAfter;

        TooMany(Duration retryAfter) {
            super("try again in " + retryAfter.toSeconds() + " s");
            this.retryAfter = retryAfter;
        }
    }

    public void check(String caller) {
        Instant now = Instant.now();
        Deque<Instant> times = seen.computeIfAbsent(caller, key -> new ArrayDeque<>());
        synchronized (times) {
            while (!times.isEmpty() && times.peekFirst().isBefore(now.minus(WITHIN))) {
                times.removeFirst();
            }
            if (times.size() >= CALLS) {
                throw new TooMany(Duration.between(now, times.peekFirst().plus(WITHIN)));
            }
            times.addLast(now);
        }
    }
}
