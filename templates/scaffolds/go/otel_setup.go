// debtscan:unfilled - choose the exporter and the instrumentation of your SDK, call StartTelemetry first in main, then remove this line.

package {{#fill.package}}{{fill.package}}{{/fill.package}}{{^fill.package}}main{{/fill.package}}

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// StartTelemetry sends traces of model calls: model, tokens and latency of each. Defer what it returns.
func StartTelemetry(ctx context.Context) (func(context.Context) error, error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, err
	}
	of := resource.NewSchemaless(attribute.String("service.name", "{{fill.app}}"))
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(of))
	otel.SetTracerProvider(provider)
	// TODO begin a span around each model call, with gen_ai.request.model and gen_ai.usage.* debtscan:unfilled
	return provider.Shutdown, nil
}
