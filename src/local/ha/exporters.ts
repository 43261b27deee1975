import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import { ownProgram } from '../own-code.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { archiverMetrics } from './archiver-metrics.ts';
import { addressOf, type HaInputs, portOf, programVersion } from './ha-inputs.ts';

/** A folder from which node_exporter takes metrics that others write as text, such as the age of the newest backup. */
export const metricsFolder = ({ layout }: Pick<HaInputs, 'layout'>): string => `${layout.directory}/metrics`;

const queriesPath = ({ layout }: HaInputs): string => `${layout.directory}/postgres-exporter/queries.yml`;
// JSON is YAML too.
const queries = JSON.stringify({ cnpg_pg_stat_archiver: archiverMetrics });

export const exporterFiles = (inputs: HaInputs): ConfigurationFile[] => [
  { path: queriesPath(inputs), text: queries },
];

/** Each asks anew at every scrape, so none of them needs what it watches. */
export const exporters = (inputs: HaInputs): Service[] => [
  fromPackage(inputs, 'redis-exporter', [], {
    REDIS_PASSWORD: inputs.secrets.redisPassword,
    // Which server is asked is in each request; alone it asks nobody.
    REDIS_ADDR: '',
  }),
  fromPackage(inputs, 'node-exporter', [`--collector.textfile.directory=${metricsFolder(inputs)}`], {}),
  fromPackage(
    inputs,
    'postgres-exporter',
    [
      '--disable-default-metrics',
      '--disable-settings-metrics',
      `--extend.query-path=${queriesPath(inputs)}`,
      '--log.level=error',
    ],
    {
      // Whoever is primary: only it archives.
      DATA_SOURCE_NAME: `postgres://gomeet:${inputs.secrets.databasePassword}@${addressOf(inputs, 'postgres-primary')}/gomeet?sslmode=disable&connect_timeout=1`,
    },
  ),
  poolerExporter(inputs),
];

function fromPackage(
  inputs: HaInputs,
  name: 'redis-exporter' | 'node-exporter' | 'postgres-exporter',
  settings: readonly string[],
  secrets: Readonly<Record<string, string>>,
): Service {
  const { haPrograms } = inputs;
  const env = { ...baseEnv, ...secrets };
  return {
    ...exporter(inputs, name),
    command: haPrograms[name].path,
    arguments: [`--web.listen-address=${addressOf(inputs, name)}`, ...settings],
    env,
    workingDirectory: metricsFolder(inputs),
    readiness: { kind: 'http', url: `http://${addressOf(inputs, name)}/` },
    digests: {
      program: programVersion(inputs, name),
      settings: digestOf([settings, env, name === 'postgres-exporter' ? queries : '']),
    },
  };
}

/** Ours, since Debian's speaks of other names (src/platform/pooler-exporter). */
function poolerExporter(inputs: HaInputs): Service {
  const { programs, projectRoot, secrets, poolerExporterCode } = inputs;
  const env = {
    ...baseEnv,
    POOLER_EXPORTER_PORT: String(portOf(inputs, 'pooler-exporter')),
    POOLER_ADMIN_URL: `postgres://gomeet:${secrets.databasePassword}@${addressOf(inputs, 'pgbouncer')}/pgbouncer`,
  };
  return {
    ...exporter(inputs, 'pooler-exporter'),
    command: programs.node,
    arguments: [ownProgram('platform/pooler-exporter/server')],
    env,
    workingDirectory: projectRoot,
    readiness: { kind: 'http', url: `http://${addressOf(inputs, 'pooler-exporter')}/healthz` },
    digests: { program: programs.versions.node, code: poolerExporterCode, environment: digestOf(env) },
  };
}

/** What all of them have in common. */
const exporter = (inputs: HaInputs, name: string) => ({
  name,
  kind: 'process' as const,
  needs: [],
  readyWithinMs: 20_000,
  stop: { signal: 'SIGTERM' as const, timeoutMs: 3_000 },
  address: addressOf(inputs, name),
  logFile: `${inputs.layout.logs}/${name}.log`,
});
