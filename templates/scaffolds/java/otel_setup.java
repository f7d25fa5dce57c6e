// debtscan:unfilled - choose the exporter and the instrumentation of your SDK, call start() first in the program, then remove this line.
{{#fill.package}}
package {{fill.package}};

{{/fill.package}}
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

/** Traces of model calls: model, tokens and latency of each. */
public final class Telemetry {
    private Telemetry() {}

    public static OpenTelemetrySdk start() {
        Resource of = Resource.builder().put(AttributeKey.stringKey("service.name"), "{{fill.app}}").build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(of))
            .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.getDefault()).build())
            .build();
        // TODO the instrumentation of your SDK, or a span around each model call with gen_ai.request.model and gen_ai.usage.* debtscan:unfilled
        return OpenTelemetrySdk.builder().setTracerProvider(provider).buildAndRegisterGlobal();
    }
}
