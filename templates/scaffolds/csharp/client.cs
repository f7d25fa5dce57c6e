// debtscan:unfilled - set the deadline, use ObservedAsync where a model is called, then remove this line.
// What surrounds every model call: a deadline, usage, errors and attribution in one place. Retries belong to the client.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ModelCalls;

/// <summary>What a call is for, and for whom.</summary>
public sealed record Attribution(string Purpose, string? User = null, string? Session = null);

/// <summary>What one answer took.</summary>
public sealed record AnswerUsage(string? Model, long TokensIn, long TokensOut);

public sealed class LlmClient
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly ILogger<LlmClient> log;

    public LlmClient(ILogger<LlmClient> log) => this.log = log;

    /// <summary>Bounds one model call in time, says what it took and for whom, and logs its failure.</summary>
    public async Task<T> ObservedAsync<T>(Attribution by, Func<CancellationToken, Task<T>> call, Func<T, AnswerUsage> usage, CancellationToken cancel = default)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bounded.CancelAfter(Deadline);
        var watch = Stopwatch.StartNew();
        try
        {
            var answer = await call(bounded.Token);
            log.LogInformation("model call {By} {Usage} {Milliseconds} ms", by, usage(answer), watch.ElapsedMilliseconds);
            return answer;
        }
        catch (Exception error)
        {
            log.LogError(error, "model call {By} failed after {Milliseconds} ms", by, watch.ElapsedMilliseconds);
            throw;
        }
    }
}
