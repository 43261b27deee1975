import type { Watched } from './alert-fault.ts';

/** What Prometheus answers to a query with one figure; undefined where there is none. */
export async function figureOf(
  { prometheusUrl }: Pick<Watched, 'prometheusUrl'>,
  query: string,
): Promise<number | undefined> {
  const response = await fetch(`${prometheusUrl}/api/v1/query?${new URLSearchParams({ query })}`);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  const figure = data.result[0]?.value[1];
  return figure === undefined ? undefined : Number(figure);
}
