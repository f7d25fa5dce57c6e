using System.ComponentModel.DataAnnotations;

namespace ClaimsService;

public sealed record ClaimText([Required] string Id, [Required, MaxLength(8000)] string Text);

public sealed record ClaimSummary(string Summary, decimal Amount, bool NeedsPerson);
