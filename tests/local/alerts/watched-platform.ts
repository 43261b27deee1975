/**
 * The platform of `gomeet deploy` with what watches it on Kubernetes: Prometheus with the shipped rules, scaled to it, Alertmanager with the
 * shipped routes, the exporters of Redis, PostgreSQL and the machine, and the recorder. All real programs.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { LocalTarget } from '../../../src/adapters/local-target.ts';
import { type AlertmanagerSettings, scaleRoutes } from '../../../src/monitoring/scale-routes.ts';
import { scaleRules } from '../../../src/monitoring/scale-rules.ts';
import { monitoringFolder, repository, shippedFiles } from '../../monitoring/shipped-rules.ts';
import { shortestWindowMs, smallLimits, timeDivisor } from '../../monitoring/small-platform.ts';
import { type LocalGomeet, localGomeet } from '../local-gomeet.ts';
import { targetIn } from '../target-in.ts';
import { databaseQueries } from './database-queries.ts';
import { freePorts, type RunningProgram, startProgram } from './watching-programs.ts';

export interface WatchedPlatform extends AsyncDisposable {
  readonly gomeet: LocalGomeet;
  readonly target: LocalTarget;
  readonly prometheus: RunningProgram;
  readonly prometheusUrl: string;
  readonly alertRecorderFile: string;
  /** Where the files of the watching programs lie; `prometheus.yml` and `rules/` are Prometheus' own. */
  readonly folder: string;
  /** A second Redis, which follows the platform's. */
  startReplica(): Promise<RunningProgram>;
  readonly replica: RunningProgram;
  startRecorder(): Promise<RunningProgram>;
  readonly recorder: RunningProgram;
  /** Writes the targets anew from what `gomeet status` shows: a service that was stopped has no target, as a Deployment of 0 pods has none. */
  discover(): Promise<void>;
  /** Makes Prometheus read its files again. */
  reload(): void;
}

export async function watchedPlatform(): Promise<WatchedPlatform> {
  const running = new AsyncDisposableStack();
  try {
    return await startWatching(running);
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

/** @param running takes everything that is started, also later */
async function startWatching(running: AsyncDisposableStack): Promise<WatchedPlatform> {
  const gomeet = running.use(localGomeet());
  const deployed = await gomeet.run('deploy');
  if (deployed.exitCode !== 0) throw new Error(deployed.stderr);
  const target = targetIn(gomeet.folder);
  const { apiAdminUrls, databaseUrl, redisUrl, livekit } = await target.connections();
  const folder = join(gomeet.folder, 'watching');
  for (const name of ['rules', 'targets', 'textfile', 'replica'])
    mkdirSync(join(folder, name), { recursive: true });
  const ports = await freePorts(8);
  const [prometheusPort = 0, alertmanagerPort = 0, recorderPort = 0, redisPort = 0] = ports;
  const [nodePort = 0, postgresPort = 0, replicaPort = 0, replicaExporterPort = 0] = ports.slice(4);
  const start = async (
    ...args: Parameters<typeof startProgram> extends [string, ...infer Rest] ? Rest : never
  ) => running.use(await startProgram(folder, ...args));

  const alertRecorderFile = join(folder, 'alerts.ndjson');
  const startRecorder = () =>
    start('recorder', [process.execPath, join(repository, 'src/platform/alert-recorder/server.ts')], {
      answers: `http://127.0.0.1:${recorderPort}/healthz`,
      env: { ALERT_RECORDER_PORT: String(recorderPort), ALERT_RECORDER_FILE: alertRecorderFile },
    });
  const { password, port } = new URL(redisUrl);
  const startReplica = () =>
    start('replica', [
      ...['redis-server', '--port', String(replicaPort), '--bind', '127.0.0.1', '--save', ''],
      ...['--dir', join(folder, 'replica'), '--replicaof', '127.0.0.1', port],
      ...['--masterauth', password, '--requirepass', password, '--appendonly', 'yes'],
    ]);
  const exporter = (name: string, address: number, redisAt: string) =>
    start(name, ['prometheus-redis-exporter', `-web.listen-address=127.0.0.1:${address}`], {
      answers: `http://127.0.0.1:${address}/metrics`,
      env: { REDIS_ADDR: `redis://127.0.0.1:${redisAt}`, REDIS_PASSWORD: password },
    });

  writeFileSync(join(folder, 'queries.yml'), JSON.stringify(databaseQueries));
  const recorder = await startRecorder();
  const replica = await startReplica();
  await exporter('redis-exporter', redisPort, port);
  await exporter('replica-exporter', replicaExporterPort, String(replicaPort));
  await start(
    'postgres-exporter',
    [
      ...['prometheus-postgres-exporter', `--web.listen-address=127.0.0.1:${postgresPort}`],
      ...['--disable-default-metrics', '--disable-settings-metrics'],
      `--extend.query-path=${join(folder, 'queries.yml')}`,
    ],
    {
      answers: `http://127.0.0.1:${postgresPort}/metrics`,
      env: { DATA_SOURCE_NAME: `${databaseUrl}?sslmode=disable` },
    },
  );
  await start(
    'node-exporter',
    [
      ...['prometheus-node-exporter', `--web.listen-address=127.0.0.1:${nodePort}`],
      `--collector.textfile.directory=${join(folder, 'textfile')}`,
    ],
    { answers: `http://127.0.0.1:${nodePort}/metrics` },
  );

  const address = (url: string): string => new URL(url).host;
  const exporters: Readonly<Record<string, readonly Endpoint[]>> = {
    redis: [
      { app: 'redis', pod: 'redis-0', at: `127.0.0.1:${redisPort}` },
      { app: 'redis', pod: 'redis-1', at: `127.0.0.1:${replicaExporterPort}` },
    ],
    postgres: [{ app: 'postgres', pod: 'postgres', at: `127.0.0.1:${postgresPort}` }],
    livekit: [{ app: 'livekit', pod: 'livekit', at: address(livekit.metricsUrl) }],
    'api-1': [{ app: 'api', pod: 'api-1', at: address(apiAdminUrls[0] ?? '') }],
    'api-2': [{ app: 'api', pod: 'api-2', at: address(apiAdminUrls[1] ?? '') }],
  };
  const watching: readonly Endpoint[] = [
    { app: 'node-exporter', pod: 'node-exporter', at: `127.0.0.1:${nodePort}` },
    { app: 'prometheus', pod: 'prometheus-0', at: `127.0.0.1:${prometheusPort}` },
    { app: 'alertmanager', pod: 'alertmanager-0', at: `127.0.0.1:${alertmanagerPort}` },
  ];
  const discover = async (): Promise<void> => {
    const services = await gomeet.services();
    const found = services.flatMap(({ name, state }) => (state === 'stopped' ? [] : (exporters[name] ?? [])));
    writeFileSync(join(folder, 'targets/pods.json'), JSON.stringify([...found, ...watching].map(asTarget)));
  };
  await discover();
  writeSettings(folder, { alertmanagerPort, recorderPort });

  await start(
    'alertmanager',
    [
      ...['prometheus-alertmanager', `--config.file=${join(folder, 'alertmanager.yml')}`],
      ...[`--storage.path=${join(folder, 'alertmanager')}`, '--cluster.listen-address='],
      `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    ],
    { answers: `http://127.0.0.1:${alertmanagerPort}/-/ready` },
  );
  const prometheusUrl = `http://127.0.0.1:${prometheusPort}`;
  const prometheus = await start(
    'prometheus',
    [
      ...['prometheus', `--config.file=${join(folder, 'prometheus.yml')}`],
      // Alertmanager is to hear again of what goes on as often as in production, divided.
      ...[`--storage.tsdb.path=${join(folder, 'tsdb')}`, '--rules.alert.resend-delay=4s'],
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
    ],
    { answers: `${prometheusUrl}/-/ready` },
  );
  return {
    ...{ gomeet, target, folder, prometheus, prometheusUrl, alertRecorderFile },
    ...{ startReplica, replica, startRecorder, recorder, discover },
    reload: () => prometheus.signal('SIGHUP'),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

interface Endpoint {
  readonly app: string;
  readonly pod: string;
  readonly at: string;
}

/** With the labels that Kubernetes' discovery gives. */
const asTarget = ({ app, pod, at }: Endpoint) => ({
  targets: [at],
  labels: { namespace: 'gomeet', app, pod, node: 'this-machine' },
});

function writeSettings(
  folder: string,
  { alertmanagerPort, recorderPort }: { alertmanagerPort: number; recorderPort: number },
): void {
  const write = (name: string, content: object): void =>
    // JSON is YAML too.
    writeFileSync(join(folder, name), JSON.stringify(content));
  const groups = scaleRules([...shippedFiles.values()], {
    limits: smallLimits,
    timeDivisor,
    shortestWindowMs,
  });
  for (const [index, name] of [...shippedFiles.keys()].entries()) write(`rules/${name}`, groups[index] ?? {});
  const routes = parse(
    readFileSync(join(monitoringFolder, 'alertmanager.yml'), 'utf8'),
  ) as AlertmanagerSettings;
  write(
    'alertmanager.yml',
    scaleRoutes(routes, { recorderUrl: `http://127.0.0.1:${recorderPort}`, timeDivisor }),
  );
  write('prometheus.yml', {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
    rule_files: [join(folder, 'rules/*.yml')],
    scrape_configs: [
      {
        job_name: 'pods',
        file_sd_configs: [{ files: [join(folder, 'targets/*.json')] }],
        // The exporter of PostgreSQL says of the server what CloudNativePG's instance manager says.
        metric_relabel_configs: [
          {
            source_labels: ['__name__'],
            regex: 'pg_up',
            target_label: '__name__',
            replacement: 'cnpg_collector_up',
          },
        ],
      },
    ],
  });
}
