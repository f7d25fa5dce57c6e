// debtscan:unfilled - set the deadline, use observed() where a model is called, then remove this line.
{{#fill.package}}
package {{fill.package}};

{{/fill.package}}
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** What surrounds every model call: a deadline, usage, errors and attribution in one place. Retries belong to the client. */
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
public final class LlmClient {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final System.Logger LOG = System.getLogger("llm");

    /** What a call is for, and for whom. */
    public record Attribution(String purpose, String user, String session) {}

    /** What one answer took. */
    public record Usage(String model, long tokensIn, long tokensOut) {}

    /** The model gave no answer; the caller decides what the user sees. */
    public static final class NoAnswer extends RuntimeException {
        NoAnswer(Throwable cause) {
            super(cause);
        }
    }

    private LlmClient() {}

    /** Bounds one model call in time, says what it took and for whom, and logs its failure. */
    public static <T> T observed(Attribution by, Supplier<T> call, Function<T, Usage> usage) {
        long started = System.nanoTime();
        CompletableFuture<T> running = CompletableFuture.supplyAsync(call);
        try {
            T answer = running.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.log(System.Logger.Level.INFO, "model call {0} {1} {2} ms", by, usage.apply(answer), millisecondsSince(started));
            return answer;
        } catch (ExecutionException | TimeoutException error) {
            running.cancel(true);
            LOG.log(System.Logger.Level.ERROR, "model call " + by + " failed after " + millisecondsSince(started) + " ms", error);
            throw new NoAnswer(error);
        } catch (InterruptedException error) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswer(error);
        }
    }

    private static long millisecondsSince(long started) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
}
