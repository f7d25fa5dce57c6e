using System.Threading.RateLimiting;
using Azure.AI.OpenAI;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.AspNetCore;
using ClaimsService;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.AI;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddOpenTelemetry().UseAzureMonitor();
builder.Services.AddAuthentication().AddJwtBearer();
builder.Services.AddAuthorization();
builder.Services.AddRateLimiter(options => options.AddFixedWindowLimiter("claims", limiter =>
{
    limiter.PermitLimit = 30;
    limiter.Window = TimeSpan.FromMinutes(1);
}));

builder.Services.AddChatClient(services =>
        new AzureOpenAIClient(new Uri(builder.Configuration["OpenAI:Endpoint"]!), new DefaultAzureCredential())
            .AsChatClient(builder.Configuration["OpenAI:Deployment"]!))
    .UseOpenTelemetry(sourceName: "claims")
    .UseLogging();
builder.Services.AddScoped<ClaimReader>();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.UseRateLimiter();

app.MapPost("/v1/claims/read", async (ClaimText claim, ClaimReader reader, CancellationToken cancel) =>
        Results.Ok(await reader.ReadAsync(claim, cancel)))
    .RequireAuthorization()
    .RequireRateLimiting("claims")
    .Produces<ClaimSummary>();

app.Run();

public partial class Program;
