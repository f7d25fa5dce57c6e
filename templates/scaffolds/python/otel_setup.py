# debtscan:unfilled - choose the exporter and the instrumentor of your SDK, call `start` first in the program, then remove this line.
"""Traces of model calls: prompt, model, tokens and latency of each, from one call at the start of the program."""
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def start() -> None:
    provider = TracerProvider(resource=Resource.create({"service.name": "{{fill.app}}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    # TODO the instrumentor of your SDK: OpenAIInstrumentor().instrument() of opentelemetry-instrumentation-openai, ... debtscan:unfilled
