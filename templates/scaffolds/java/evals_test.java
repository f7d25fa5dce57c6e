// debtscan:unfilled - import the program, write the score, set the threshold, then remove this line.
package evals;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the program over the golden cases, scores every answer and fails below the threshold: mvn test -Dgroups=eval */
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
{{#fill.prompts}}
// The prompt "{{name}}" in "{{place}}".
{{/fill.prompts}}
@Tag("eval")
class AnswersTest {
    private static final double THRESHOLD = 0.85;

    private static List<JsonNode> goldenCases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(Path.of("evals", "golden.jsonl"))) {
            if (!line.isBlank()) {
                cases.add(json.readTree(line));
            }
        }
        return cases;
    }

    private static String answer(String question) {
        return abort("TODO call the program itself, with the model that production uses"); // debtscan:unfilled
    }

    /** The share of facts that the answer has; 0 if it says what it must not. */
    private static double score(JsonNode one, String answer) {
        String text = answer.toLowerCase(Locale.ROOT);
        for (JsonNode wrong : one.path("must_not")) {
            if (text.contains(wrong.asText().toLowerCase(Locale.ROOT))) {
                return 0;
            }
        }
        int found = 0;
        for (JsonNode fact : one.path("expected_facts")) {
            found += text.contains(fact.asText().toLowerCase(Locale.ROOT)) ? 1 : 0;
        }
        int facts = one.path("expected_facts").size();
        return facts == 0 ? 1 : (double) found / facts;
    }

    @Test
    void answersAreGoodEnough() throws IOException {
        List<JsonNode> cases = goldenCases();
        double sum = 0;
        for (JsonNode one : cases) {
            sum += score(one, answer(one.path("input").asText()));
        }
        double mean = cases.isEmpty() ? 0 : sum / cases.size();
        assertTrue(mean >= THRESHOLD, "the answers score " + mean + " over " + cases.size() + " cases, less than " + THRESHOLD);
    }
}
