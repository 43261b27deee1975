export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Follows a request through what it causes. */
export interface Tracing {
  /** Runs work that asks something outside, as a span below the current one. */
  outside<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** Records what has just ended, as a span below the current one. */
  ended(name: string, attributes: SpanAttributes, durationMs: number, error?: unknown): void;
  /** The headers of W3C Trace Context that let a receiver continue the current trace; none outside of one. */
  headers(): Readonly<Record<string, string>>;
}

/** What runs where no collector is set: nothing. */
export const noTracing: Tracing = {
  outside: (_name, _attributes, work) => work(),
  ended: () => undefined,
  headers: () => ({}),
};
