// debtscan:unfilled - choose the exporter and the sources of your SDK, call AddTelemetry where services are added, then remove this line.
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ModelCalls;

public static class Telemetry
{
    /// <summary>Traces of model calls: model, tokens and latency of each.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(of => of.AddService("{{fill.app}}"))
            .WithTracing(traces => traces
                .AddSource("Experimental.Microsoft.Extensions.AI") // TODO the source of your SDK debtscan:unfilled
                .AddHttpClientInstrumentation()
                .AddOtlpExporter());
        return services;
    }
}
