// debtscan:unfilled - import the program, write the score, set the threshold, then remove this line.
package evals

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.abort
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import java.io.File

// Runs the program over the golden cases, scores every answer and fails below the threshold: gradle test, with the tag eval.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
{{#fill.prompts}}
// The prompt "{{name}}" in "{{place}}".
{{/fill.prompts}}
@Tag("eval")
class AnswersTest {
    private val threshold = 0.85
    private val json = ObjectMapper()

    private fun goldenCases(): List<JsonNode> =
        File("evals/golden.jsonl").readLines().filter { line -> line.isNotBlank() }.map { line -> json.readTree(line) }

    private fun answer(question: String): String =
        abort("TODO call the program itself, with the model that production uses") // debtscan:unfilled

    /** The share of facts that the answer has; 0 if it says what it must not. */
    private fun score(one: JsonNode, answer: String): Double {
        fun has(words: JsonNode) = answer.contains(words.asText(), ignoreCase = true)
        if (one.path("must_not").any { wrong -> has(wrong) }) return 0.0
        val facts = one.path("expected_facts").toList()
        return if (facts.isEmpty()) 1.0 else facts.count { fact -> has(fact) }.toDouble() / facts.size
    }

    @Test
    fun answersAreGoodEnough() {
        val scores = goldenCases().map { one -> score(one, answer(one.path("input").asText())) }
        assertTrue(scores.isNotEmpty() && scores.average() >= threshold, "the answers are not good enough")
    }
}
