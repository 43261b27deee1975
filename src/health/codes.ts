import { cloudCodes, clusterCodes, nodeCodes } from './codes/cluster-codes.ts';
import type { CodeRow } from './codes/code-row.ts';
import { dataCodes } from './codes/data-codes.ts';
import { machineCodes, programCodes } from './codes/machine-codes.ts';
import { apiCodes, callCodes, edgeCodes, mediaCodes } from './codes/meeting-codes.ts';
import { backupCodes, monitoringCodes } from './codes/monitoring-codes.ts';
import { serviceCodes } from './codes/service-codes.ts';

/** What is known of a check before it is made: its number never changes, and a number is never given again. */
export interface HealthCode {
  /** `GM0701`; the first two digits are the category, in order of dependency. */
  readonly code: string;
  /** The same in words, for scripts and for the reader: `postgres-primary`. */
  readonly id: string;
  readonly category: string;
  /** The worst that it finds: after a `fatal` one nothing behind it is asked. */
  readonly severity: 'fatal' | 'error' | 'warning';
  readonly meaning: string;
  /** The command that mends it, or that shows what does. */
  readonly mend: string;
}

const tables: Readonly<Record<string, Readonly<Record<string, CodeRow>>>> = {
  Programs: programCodes,
  Machine: machineCodes,
  Services: serviceCodes,
  Cluster: clusterCodes,
  Cloud: cloudCodes,
  Nodes: nodeCodes,
  Data: dataCodes,
  Media: mediaCodes,
  API: apiCodes,
  Edge: edgeCodes,
  Monitoring: monitoringCodes,
  Backup: backupCodes,
  Call: callCodes,
};

/** Every check that `doctor` and `health-check` know, in order of dependency. */
export const healthCodes: readonly HealthCode[] = Object.entries(tables).flatMap(([category, table]) =>
  Object.entries(table).map(([id, [code, severity, meaning, mend]]) => ({
    code,
    id,
    category,
    severity,
    meaning,
    mend,
  })),
);

const byId: ReadonlyMap<string, HealthCode> = new Map(healthCodes.map((row) => [row.id, row]));

/**
 * The code of a check. Services and workloads that have none of their own share that of their family: `service-x` is `service`.
 *
 * @throws RangeError for an id that is in no table
 */
export function healthCodeOf(id: string): HealthCode {
  const found = byId.get(id) ?? byId.get(id.replace(/-.*$/, ''));
  if (found === undefined) throw new RangeError(`no health code has the id "${id}"`);
  return found;
}
