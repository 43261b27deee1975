import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMetrics } from '../../src/platform/api/metrics.ts';

const lists = fileURLToPath(new URL('metrics', import.meta.url));
const api = fileURLToPath(new URL('../../src/platform/api', import.meta.url));

/** Names of a histogram stand for the three series that it has. */
const series = (name: string, type: string): string[] =>
  type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name];

/** What the API tells: those of every worker from its registry, those of its plugins from where they are made. */
async function apiMetrics(): Promise<string[]> {
  const metrics = await createMetrics('any').registry.getMetricsAsJSON();
  const files = readdirSync(api, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const texts = files
    .map((path) => readFileSync(join(api, path), 'utf8'))
    .filter((text) => text.includes('prom-client'));
  const made = texts.flatMap((text) => [
    ...[...text.matchAll(/new (Gauge|Counter|Histogram)\(\{\s*name: '(\w+)'/g)].flatMap(
      ([, type = '', name = '']) => series(name, type.toLowerCase()),
    ),
    // Two families are made from tables of names.
    ...[...text.matchAll(/^\s*(?:const \w+ = )?histogram\(\s*'(\w+)'/gm)].flatMap(([, name = '']) =>
      series(`gomeet_client_${name}`, 'histogram'),
    ),
    ...[...text.matchAll(/'((?:pg_stat|redis)_\w+)'/g)].map(([, name = '']) => name),
  ]);
  return [...metrics.flatMap(({ name, type }) => series(name, String(type))), ...made];
}

/** Every name that the platform's programs tell Prometheus: the API's from its code, others' from lists that say where they come from. */
export async function knownMetrics(): Promise<ReadonlySet<string>> {
  const listed = readdirSync(lists).flatMap((file) =>
    readFileSync(join(lists, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
  return new Set([...listed, ...(await apiMetrics()), 'up', 'ALERTS']);
}
