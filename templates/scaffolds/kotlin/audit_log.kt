// debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.
{{#fill.package}}
package {{fill.package}}

{{/fill.package}}
import java.security.MessageDigest
import java.time.Instant

// A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
// each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}

data class AuditEntry(
    val at: Instant, val user: String, val purpose: String, val model: String, val parameters: Map<String, Any?>,
    val promptVersion: String, val request: Any, val answer: String, val sources: List<String>, val actions: List<Any>,
    val before: String?,
)

/** Takes rows and never changes one. */
interface AuditStore {
    /** The hash of the last row, null without. */
    fun last(): String?

    fun append(entry: String, hash: String)
}

class AuditLog(private val store: AuditStore, private val toJson: (AuditEntry) -> String) {
    /** Writes what an answer leaves behind, with the hash of the last row, and gives its hash. */
    @Synchronized
    fun keep(entry: AuditEntry): String {
        val text = toJson(entry.copy(at = Instant.now(), before = store.last()))
        val hash = MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).joinToString("") { byte -> "%02x".format(byte) }
        store.append(text, hash)
        return hash
    }
}
