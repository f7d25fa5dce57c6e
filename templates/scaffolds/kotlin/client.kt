// debtscan:unfilled - set the deadline, use observed() where a model is called, then remove this line.
{{#fill.package}}
package {{fill.package}}

{{/fill.package}}
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

// What surrounds every model call: a deadline, usage, errors and attribution in one place. Retries belong to the client.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}

/** What a call is for, and for whom. */
data class Attribution(val purpose: String, val user: String? = null, val session: String? = null)

/** What one answer took. */
data class AnswerUsage(val model: String?, val tokensIn: Long, val tokensOut: Long)

/** The model gave no answer; the caller decides what the user sees. */
class NoAnswer(cause: Throwable) : RuntimeException(cause)

private val deadline = Duration.ofSeconds(20)
private val log = System.getLogger("llm")

/** Bounds one model call in time, says what it took and for whom, and logs its failure. */
fun <T> observed(by: Attribution, call: () -> T, usage: (T) -> AnswerUsage): T {
    val started = System.nanoTime()
    val running = CompletableFuture.supplyAsync { call() }
    fun milliseconds() = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)
    fun failed(error: Exception): NoAnswer {
        running.cancel(true)
        log.log(System.Logger.Level.ERROR, "model call " + by + " failed after " + milliseconds() + " ms", error)
        return NoAnswer(error)
    }
    try {
        val answer = running.get(deadline.toMillis(), TimeUnit.MILLISECONDS)
        log.log(System.Logger.Level.INFO, "model call " + by + " " + usage(answer) + " " + milliseconds() + " ms")
        return answer
    } catch (error: ExecutionException) {
        throw failed(error)
    } catch (error: TimeoutException) {
        throw failed(error)
    }
}
