import { dirname } from 'node:path';
import type { ProfileInputs } from '../lean-profile.ts';

/** Programs of profile `ha` by path, beside those of `lean`. */
export type HaProgram =
  | 'patroni'
  | 'etcd'
  | 'pgbouncer'
  | 'haproxy'
  | 'turnserver'
  | 'prometheus'
  | 'alertmanager'
  | 'redis-exporter'
  | 'node-exporter'
  | 'postgres-exporter';

export interface HaInputs extends ProfileInputs {
  readonly haPrograms: Readonly<Record<HaProgram, { readonly path: string; readonly version: string }>>;
  /** Rule files by name, and Alertmanager's settings, for a platform of this size. */
  readonly alerting: Alerting;
  /** Digests of the sources of our own programs that watch. */
  readonly alertRecorderCode: string;
  readonly poolerExporterCode: string;
  readonly diskGuardCode: string;
  /** Each service in a group of its own; only root can give them. */
  readonly separateGroups: boolean;
}

/** What is watched for, and who hears of it. Texts are YAML. */
export interface Alerting {
  readonly ruleFiles: Readonly<Record<string, string>>;
  /** Gets the address of the recorder, `http://127.0.0.1:<port>`. */
  routes(recorderUrl: string): string;
  readonly scrapeIntervalMs: number;
}

/** Where what belongs to the unprivileged user of PostgreSQL lies: configuration, and the data of each server. */
export const postgresBase = ({ postgres }: Pick<HaInputs, 'postgres'>): string =>
  dirname(postgres.dataDirectory);

export const portOf = ({ ports }: Pick<HaInputs, 'ports'>, listener: string): number => {
  const port = ports[listener];
  if (port === undefined) throw new Error(`no port was chosen for ${listener}`);
  return port;
};

export const addressOf = (inputs: Pick<HaInputs, 'ports'>, listener: string): string =>
  `127.0.0.1:${portOf(inputs, listener)}`;

export const programVersion = ({ haPrograms }: HaInputs, name: HaProgram): string =>
  `${haPrograms[name].path} ${haPrograms[name].version}`;
