/** Profile `ha` as `gomeet deploy` makes it, its own Prometheus asked to look every second, as the small platform's does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalTarget } from '../../../src/adapters/local-target.ts';
import { localAlerting } from '../../../src/monitoring/local-alerting.ts';
import { localLimits } from '../../../src/monitoring/plan-limits.ts';
import { scaleRules } from '../../../src/monitoring/scale-rules.ts';
import { repository, shippedFiles } from '../../monitoring/shipped-rules.ts';
import { shortestWindowMs, timeDivisor } from '../../monitoring/small-platform.ts';
import { type LocalGomeet, localGomeet, until } from '../local-gomeet.ts';
import { targetIn } from '../target-in.ts';
import type { Watched } from './alert-fault.ts';
import { figureOf } from './figure-of.ts';

type Connections = Awaited<ReturnType<LocalTarget['connections']>>;

export interface WatchedHa extends Watched, AsyncDisposable {
  readonly gomeet: LocalGomeet;
  readonly target: LocalTarget;
  readonly connections: Connections;
  readonly ha: NonNullable<Connections['ha']>;
}

export async function watchedHa(): Promise<WatchedHa> {
  const gomeet = localGomeet();
  try {
    const deployed = await gomeet.run('deploy', '--profile', 'ha');
    if (deployed.exitCode !== 0) throw new Error(deployed.stderr);
    const target = targetIn(gomeet.folder);
    const connections = await target.connections();
    const { ha } = connections;
    if (ha === undefined) throw new Error('no connections of profile ha');
    const { prometheusUrl, alertRecorderFile } = ha;
    const watched = { gomeet, target, connections, ha, prometheusUrl, alertRecorderFile };
    await lookEverySecond(watched);
    return { ...watched, [Symbol.asyncDispose]: () => gomeet[Symbol.asyncDispose]() };
  } catch (error) {
    await gomeet[Symbol.asyncDispose]();
    throw error;
  }
}

/** The deployed thresholds, at the speed of the small platform. */
async function lookEverySecond({ gomeet, prometheusUrl }: Omit<WatchedHa, keyof AsyncDisposable>) {
  const folder = join(gomeet.folder, '.gomeet/prometheus');
  const files = [...shippedFiles.values()];
  const scaled = scaleRules(files, { limits: localLimits, timeDivisor, shortestWindowMs });
  // JSON is YAML too.
  for (const [index, name] of [...shippedFiles.keys()].entries())
    writeFileSync(join(folder, 'rules', name), JSON.stringify(scaled[index]));
  const settings = join(folder, 'prometheus.yml');
  const interval = `${localAlerting(repository).scrapeIntervalMs}ms`;
  writeFileSync(settings, readFileSync(settings, 'utf8').replaceAll(interval, '1000ms'));
  const { ok } = await fetch(`${prometheusUrl}/-/reload`, { method: 'POST' });
  if (!ok) throw new Error('Prometheus refuses the rules');
  await until('the rules are read', async () => {
    const rules = await (await fetch(`${prometheusUrl}/api/v1/rules?type=alert`)).text();
    return rules.includes('"name":"ServiceDown"') && rules.includes('"duration":4,');
  });
  // Of what was never seen at the new interval, Prometheus would not notice that it is gone.
  const often = 'count(up) - count(min_over_time(up[5s]) == 1 and count_over_time(up[5s]) >= 4)';
  await until('every target is seen', async () => (await figureOf({ prometheusUrl }, often)) === 0);
}
