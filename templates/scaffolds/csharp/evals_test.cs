// debtscan:unfilled - reference the program, write the score, set the threshold, then remove this line.
// Runs the program over the golden cases, scores every answer and fails below the threshold: dotnet test --filter Category=eval
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
{{#fill.prompts}}
// The prompt "{{name}}" in "{{place}}".
{{/fill.prompts}}
using System.Text.Json;
using Xunit;

namespace Evals;

public sealed record GoldenCase(string id, string input, string[]? expected_facts, string[]? must_not);

[Trait("Category", "eval")]
public class AnswersTests
{
    private const double Threshold = 0.85;

    private static IEnumerable<GoldenCase> GoldenCases() =>
        File.ReadLines("golden.jsonl").Where(line => line.Trim().Length > 0).Select(line => JsonSerializer.Deserialize<GoldenCase>(line)!);

    private static Task<string> AnswerAsync(string question) =>
        throw new NotImplementedException("TODO call the program itself, with the model that production uses"); // debtscan:unfilled

    /// <summary>The share of facts that the answer has; 0 if it says what it must not.</summary>
    private static double Score(GoldenCase one, string answer)
    {
        if ((one.must_not ?? []).Any(wrong => answer.Contains(wrong, StringComparison.OrdinalIgnoreCase)))
            return 0;
        var facts = one.expected_facts ?? [];
        return facts.Length == 0 ? 1 : (double)facts.Count(fact => answer.Contains(fact, StringComparison.OrdinalIgnoreCase)) / facts.Length;
    }

    [Fact]
    public async Task AnswersAreGoodEnough()
    {
        var scores = new List<double>();
        foreach (var one in GoldenCases())
            scores.Add(Score(one, await AnswerAsync(one.input)));
        Assert.True(scores.Count > 0 && scores.Average() >= Threshold, $"the answers score {scores.DefaultIfEmpty().Average():F2} over {scores.Count} cases");
    }
}
