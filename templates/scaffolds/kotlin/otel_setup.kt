// debtscan:unfilled - choose the exporter and the instrumentation of your SDK, call startTelemetry() first in main, then remove this line.
{{#fill.package}}
package {{fill.package}}

{{/fill.package}}
import io.opentelemetry.api.common.AttributeKey
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter
import io.opentelemetry.sdk.OpenTelemetrySdk
import io.opentelemetry.sdk.resources.Resource
import io.opentelemetry.sdk.trace.SdkTracerProvider
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor

/** Traces of model calls: model, tokens and latency of each. */
fun startTelemetry(): OpenTelemetrySdk {
    val of = Resource.builder().put(AttributeKey.stringKey("service.name"), "{{fill.app}}").build()
    val provider = SdkTracerProvider.builder()
        .setResource(Resource.getDefault().merge(of))
        .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.getDefault()).build())
        .build()
    // TODO the instrumentation of your SDK, or a span around each model call with gen_ai.request.model and gen_ai.usage.* debtscan:unfilled
    return OpenTelemetrySdk.builder().setTracerProvider(provider).buildAndRegisterGlobal()
}
