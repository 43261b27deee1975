import {
  type Attributes,
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { SpanAttributes, Tracing } from './tracing.ts';

export interface OtlpOptions {
  /** Of the collector, without /v1/traces. */
  readonly endpoint: string;
  /** The share of traces that are kept where no caller has decided. */
  readonly sampleRatio: number;
  readonly serviceName: string;
  readonly worker: string;
}

/** The span of a request, which everything that the request causes is below. */
export interface ServerSpan {
  /** Continues within the span. */
  within(next: () => void): void;
  end(name: string, attributes: SpanAttributes, failed: boolean): void;
}

export interface OtlpTracing extends Tracing {
  /** @param traceparent what the caller sent, if anything. */
  serve(traceparent: string | undefined): ServerSpan;
  /** Sends what is left. */
  shutdown(): Promise<void>;
}

/** Spans by OTLP over HTTP, sent in batches. Nothing of it is global, so that two workers can run in one process. */
export function createOtlpTracing({ endpoint, sampleRatio, serviceName, worker }: OtlpOptions): OtlpTracing {
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', endpoint.replace(/\/*$/, '/')).href });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': worker }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('gomeet-api');
  const contexts = new AsyncLocalStorageContextManager().enable();
  const below = (name: string, attributes: SpanAttributes, startTime?: number) =>
    tracer.startSpan(
      name,
      {
        kind: SpanKind.CLIENT,
        attributes: attributes as Attributes,
        ...(startTime !== undefined && { startTime }),
      },
      contexts.active(),
    );

  return {
    serve: (traceparent) => {
      const parent = parentOf(traceparent);
      // Its name is the route, which is known at the end.
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
      const context = trace.setSpan(parent, span);
      return {
        within: (next) => contexts.with(context, next),
        end: (name, attributes, failed) => {
          span.updateName(name);
          span.setAttributes(attributes as Attributes);
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    outside: async (name, attributes, work) => {
      const span = below(name, attributes);
      try {
        return await contexts.with(trace.setSpan(contexts.active(), span), work);
      } catch (error) {
        fail(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
    ended: (name, attributes, durationMs, error) => {
      const span = below(name, attributes, Date.now() - durationMs);
      if (error !== undefined) fail(span, error);
      span.end();
    },
    headers: () => {
      const context = trace.getSpanContext(contexts.active());
      if (!context || !isSpanContextValid(context)) return {};
      const flags = context.traceFlags.toString(16).padStart(2, '0');
      return { traceparent: `00-${context.traceId}-${context.spanId}-${flags}` };
    },
    shutdown: async () => {
      await provider.shutdown();
      contexts.disable();
    },
  };
}

/** The class of an error and no more: its message may hold what a person typed. */
function fail(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Reads W3C Trace Context's `traceparent`; what is malformed begins a trace of its own, as the specification asks. */
function parentOf(traceparent: string | undefined): Context {
  const parts = /^[0-9a-e][0-9a-f]-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/.exec(
    traceparent ?? '',
  );
  const [, traceId = '', spanId = '', flags = '0'] = parts ?? [];
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
}
