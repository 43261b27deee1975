import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { OperatingKpi } from '../../results/kpi.ts';

const p95 = (histogram: string, window: string): string =>
  `1000 * histogram_quantile(0.95, sum by (le) (rate(${histogram}_bucket[${window}])))`;

/** PromQL of each KPI over a window such as `90s`; video latency is known to receivers alone. */
const queries: Readonly<Partial<Record<OperatingKpi, (window: string) => string>>> = {
  'websocket-connections': (window) => `max_over_time(sum(websocket_connections_active)[${window}:5s])`,
  'api-response-time-p95': (window) => p95('http_request_duration_seconds', window),
  'database-query-time-p95': (window) => p95('gomeet_database_query_duration_seconds', window),
  'redis-memory': (window) =>
    `100 * max(max_over_time(redis_memory_used_bytes[${window}]) / (redis_memory_max_bytes > 0))`,
  'cpu-utilization': (window) => `100 * (1 - avg(rate(node_cpu_seconds_total{mode="idle"}[${window}])))`,
  'memory-utilization': (window) =>
    `100 * max(1 - min_over_time(node_memory_MemAvailable_bytes[${window}]) / node_memory_MemTotal_bytes)`,
};

const answerSchema = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

/** What the platform's own Prometheus saw in the last seconds. A figure that it does not have is left out. */
export async function readOwnFigures(
  ctx: Pick<Context, 'getJson'>,
  prometheusUrl: string,
  windowSeconds: number,
): Promise<ReadonlyMap<OperatingKpi, number>> {
  const window = `${Math.ceil(windowSeconds)}s`;
  const figures = await Promise.all(
    Object.entries(queries).map(async ([id, query]) => {
      const url = `${prometheusUrl}/api/v1/query?${new URLSearchParams({ query: query(window) })}`;
      const parsed = answerSchema.safeParse((await ctx.getJson(url).catch(() => null))?.body);
      return [id as OperatingKpi, Number(parsed.data?.data.result[0]?.value[1])] as const;
    }),
  );
  return new Map(figures.filter(([, value]) => Number.isFinite(value)));
}
