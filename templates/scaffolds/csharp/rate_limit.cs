// debtscan:unfilled - set the limits, call RequireRateLimiting(ModelLimits.Policy) on the routes, then remove this line.
// How often one caller may reach a model.
{{#fill.routes}}
// "{{path}}"
{{/fill.routes}}
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace ModelCalls;

public static class ModelLimits
{
    public const string Policy = "model";

    public static IServiceCollection AddModelLimits(this IServiceCollection services) =>
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(Policy, context => RateLimitPartition.GetSlidingWindowLimiter(
                context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                caller => new SlidingWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
        });
}
