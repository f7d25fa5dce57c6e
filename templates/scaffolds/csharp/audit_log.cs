// debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.
// A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
// each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ModelCalls;

public sealed record AuditEntry(
    string User, string Purpose, string Model, IReadOnlyDictionary<string, object?> Parameters, string PromptVersion,
    object Request, string Answer, IReadOnlyList<string> Sources, IReadOnlyList<object> Actions);

/// <summary>Takes rows and never changes one.</summary>
public interface IAuditStore
{
    /// <summary>The hash of the last row, null without.</summary>
    Task<string?> LastAsync(CancellationToken cancel);

    Task AppendAsync(string entry, string hash, CancellationToken cancel);
}

public sealed class AuditLog
{
    private readonly IAuditStore store;

    public AuditLog(IAuditStore store) => this.store = store;

    /// <summary>Writes what an answer leaves behind and gives its hash.</summary>
    public async Task<string> KeepAsync(AuditEntry entry, CancellationToken cancel = default)
    {
        var before = await store.LastAsync(cancel);
        var text = JsonSerializer.Serialize(new { At = DateTimeOffset.UtcNow, Entry = entry, Before = before });
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        await store.AppendAsync(text, hash, cancel);
        return hash;
    }
}
