<?php
// debtscan:unfilled - choose the exporter, load this file first, then remove this line.
declare(strict_types=1);

use OpenTelemetry\API\Globals;
use OpenTelemetry\Contrib\Otlp\OtlpHttpTransportFactory;
use OpenTelemetry\Contrib\Otlp\SpanExporter;
use OpenTelemetry\SDK\Common\Attribute\Attributes;
use OpenTelemetry\SDK\Resource\ResourceInfo;
use OpenTelemetry\SDK\Sdk;
use OpenTelemetry\SDK\Trace\SpanProcessor\BatchSpanProcessor;
use OpenTelemetry\SDK\Trace\TracerProvider;

// Traces of model calls: model, tokens and latency of each.
$transport = (new OtlpHttpTransportFactory())->create('http://localhost:4318/v1/traces', 'application/x-protobuf'); // TODO debtscan:unfilled
$provider = TracerProvider::builder()
    ->addSpanProcessor(BatchSpanProcessor::builder(new SpanExporter($transport))->build())
    ->setResource(ResourceInfo::create(Attributes::create(['service.name' => '{{fill.app}}'])))
    ->build();
Sdk::builder()->setTracerProvider($provider)->setAutoShutdown(true)->buildAndRegisterGlobal();
$tracer = Globals::tracerProvider()->getTracer('llm'); // TODO a span around each model call debtscan:unfilled
