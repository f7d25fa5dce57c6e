// debtscan:unfilled - choose the exporter, call `start` first in `main` and keep what it returns, then remove this line.
use opentelemetry::global;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::trace::SdkTracerProvider;
use opentelemetry_sdk::Resource;

/// Traces of model calls: model, tokens and latency of each.
pub fn start() -> Result<SdkTracerProvider, Box<dyn std::error::Error>> {
    let exporter = SpanExporter::builder().with_http().build()?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name("{{fill.app}}").build())
        .build();
    global::set_tracer_provider(provider.clone());
    // TODO a span around each model call, with gen_ai.request.model and gen_ai.usage.* debtscan:unfilled
    Ok(provider)
}
