import type { PostgresLook } from '../../adapters/looks.ts';
import { formatNumber, formatQuantity } from '../../units.ts';
import type { CheckResult, CheckStatus } from '../check.ts';
import { answered, checkOf, type Reading, silences, skippedCheck } from '../check-of.ts';

/** A failover loses nothing here, but waits for what is not replayed: 16 MiB is one segment of the log as PostgreSQL has it by itself. */
const lagBytesMax = 16 * 2 ** 20;
const lagSecondsMax = 10;

/** A migration as its file says it is. */
export interface MigrationFile {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/** Who takes writes, who follows, how far behind, and whether the tables are those of this code. */
export function postgresChecks(
  readings: readonly Reading<PostgresLook>[],
  files: readonly MigrationFile[],
): CheckResult[] {
  const servers = answered(readings);
  const primaries = servers.filter(({ look }) => look.isPrimary);
  const [primary] = primaries;
  const found = [...primaries.map(({ name }) => name), ...silences(readings)].join('; ');
  const primaryCheck = checkOf('postgres-primary', 'PostgreSQL primary', {
    status: primaries.length === 1 ? 'ok' : 'failed',
    found: primaries.length > 1 ? `${found} are primaries at once` : found || 'no server is primary',
    needed: 'one server that takes writes',
  });
  const dependents = ['postgres-replication', 'postgres-lag', 'postgres-connections', 'migrations-pending'];
  if (primary === undefined)
    return [primaryCheck, ...dependents.map((id) => skippedCheck(id, 'not asked: there is no primary'))];
  return [
    primaryCheck,
    ...replicationChecks(primary.look, readings.length - 1),
    connectionsCheck(primary.look),
    migrationsCheck(primary.look, files),
  ];
}

function replicationChecks({ replicas }: PostgresLook, wanted: number): CheckResult[] {
  if (wanted === 0) {
    const why = 'one PostgreSQL, no replicas; gomeet deploy --profile ha has two';
    return [skippedCheck('postgres-replication', why), skippedCheck('postgres-lag', why)];
  }
  const streaming = replicas.filter(({ state }) => state === 'streaming');
  const isSynchronous = streaming.some(({ syncState }) => ['sync', 'quorum'].includes(syncState));
  const status: CheckStatus =
    streaming.length === 0 || !isSynchronous ? 'failed' : streaming.length < wanted ? 'warning' : 'ok';
  const behind = Math.max(0, ...streaming.map(({ lagBytes }) => lagBytes));
  const late = Math.max(0, ...streaming.map(({ lagSeconds }) => lagSeconds));
  return [
    checkOf('postgres-replication', 'PostgreSQL replicas', {
      status,
      found: `${streaming.length} of ${wanted} stream: ${replicas.map(({ name, state, syncState }) => `${name} ${state} (${syncState})`).join(', ') || 'none'}`,
      needed: 'all replicas stream, at least one of them synchronous',
    }),
    checkOf('postgres-lag', 'replication lag', {
      status: behind > lagBytesMax || late > lagSecondsMax ? 'warning' : 'ok',
      found: `${formatQuantity(behind, 'bytes')} and ${late.toFixed(1)} s behind`,
      needed: 'at most 16 MiB and 10 s',
    }),
  ];
}

function connectionsCheck({ connections, connectionsMax }: PostgresLook): CheckResult {
  const share = connections / connectionsMax;
  return checkOf('postgres-connections', 'database connections', {
    status: share >= 0.95 ? 'failed' : share >= 0.8 ? 'warning' : 'ok',
    found: `${formatNumber(connections)} of ${formatNumber(connectionsMax)} in use`,
    needed: 'less than 80 %',
  });
}

function migrationsCheck({ migrations }: PostgresLook, files: readonly MigrationFile[]): CheckResult {
  const applied = new Map((migrations ?? []).map(({ version, checksum }) => [version, checksum]));
  const waiting = files.filter(({ version }) => !applied.has(version)).map(({ name }) => `${name} waits`);
  const edited = files
    .filter(({ version, checksum }) => applied.has(version) && applied.get(version) !== checksum)
    .map(({ name }) => `${name} was edited after it was applied`);
  const troubles = [...waiting, ...edited];
  return checkOf('migrations-pending', 'migrations', {
    status: troubles.length > 0 ? 'failed' : 'ok',
    found: troubles.join('; ') || `all ${files.length} applied`,
    needed: 'every migration of this code is applied as it is',
  });
}
