// debtscan:unfilled - choose the exporter, import this file first in the program, then remove this line.
// Traces of model calls: prompt, model, tokens and latency of each.
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { NodeSDK } from "@opentelemetry/sdk-node";

export function start(): void {
  // TODO add the instrumentation of your SDK to `instrumentations`. debtscan:unfilled
  new NodeSDK({ serviceName: "{{fill.app}}", traceExporter: new OTLPTraceExporter(), instrumentations: [] }).start();
}
