# debtscan:unfilled - choose the exporter and the instrumentation of your SDK, load this file first, then remove this line.
# Traces of model calls: model, tokens and latency of each.
require "opentelemetry/sdk"
require "opentelemetry/exporter/otlp"
require "opentelemetry/instrumentation/all"

OpenTelemetry::SDK.configure do |c|
  c.service_name = "{{fill.app}}"
  c.use_all # TODO a span around each model call, with gen_ai.request.model and gen_ai.usage.* debtscan:unfilled
end
