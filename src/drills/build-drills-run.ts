import type { Run, RunEnvironment } from '../results/run.ts';
import { judgeKpi, judgeRun } from '../results/verdict.ts';
import type { DrillPlace } from './drill-ground.ts';
import type { DrillResult } from './drill-result.ts';
import { drillTables } from './drill-tables.ts';
import { probeEveryMs, probePatienceMs } from './probe.ts';

interface Occasion {
  readonly id: string;
  readonly command: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly environment: RunEnvironment;
  readonly where: Pick<DrillPlace, 'target' | 'parameters' | 'method'>;
  readonly repeat: number;
  readonly drillsAsked: number;
  readonly partialReason: string | null;
}

/** The run of a series of drills, as every command that measures leaves one: pure. */
export function buildDrillsRun(occasion: Occasion, drills: readonly DrillResult[]): Run {
  const runs = drills.flatMap((drill) => drill.runs);
  const written = runs.reduce((sum, { acknowledgedWrites }) => sum + acknowledgedWrites, 0);
  const givenUp = runs.reduce((sum, { givenUpRows }) => sum + (givenUpRows ?? 0), 0);
  const lost = runs.reduce((sum, { rpoRows }) => sum + (rpoRows ?? 0), 0) - givenUp;
  const part = (fits: (run: (typeof runs)[number]) => boolean): number => runs.filter(fits).length;
  const checked = part(({ healthy }) => healthy !== null);
  const kpis = [
    judgeKpi('drills-met', {
      kind: 'share',
      part: part(({ verdict }) => verdict === 'PASS'),
      whole: runs.length,
    }),
    judgeKpi('acknowledged-writes-lost', { kind: 'count', value: lost, samples: written }),
    judgeKpi('healthy-after-drills', {
      kind: 'share',
      part: part(({ healthy }) => healthy === true),
      whole: checked,
    }),
  ];
  const partial = occasion.partialReason !== null;
  const gates = [
    {
      id: 'faults-seen',
      title: 'every fault was seen from outside',
      passed: runs.every(({ proofs, interrupted }) => interrupted || proofs.length > 0),
      found: `${part(({ proofs }) => proofs.length > 0)} of ${runs.length}`,
      needed: 'all',
    },
  ];
  return {
    schema: 'gomeet.run/v1',
    id: occasion.id,
    kind: 'dr-drill',
    command: occasion.command,
    target: occasion.where.target,
    startedAt: iso(occasion.startedAt),
    endedAt: iso(occasion.endedAt),
    partial,
    partialReason: occasion.partialReason,
    environment: occasion.environment,
    parameters: {
      ...occasion.where.parameters,
      repeat: occasion.repeat,
      drills: drills.map(({ id }) => id).join(', '),
    },
    phases: [],
    series: [],
    histograms: {},
    counts: {
      drillsAsked: occasion.drillsAsked,
      drillRuns: runs.length,
      drillRunsMet: part(({ verdict }) => verdict === 'PASS'),
      writesAcknowledged: written,
      writesLost: lost,
      writesGivenUp: givenUp,
      probes: runs.flatMap(({ doors }) => doors).reduce((sum, { probes }) => sum + probes, 0),
    },
    kpis,
    gates,
    findings: findingsOf(drills),
    limits: [],
    generator: [],
    refusals: [],
    errors: [],
    shortfalls: [],
    tables: drillTables(drills),
    method: [...method, ...occasion.where.method],
    verdict: judgeRun({ kpis, gates, partial }),
  };
}

const findingsOf = (drills: readonly DrillResult[]): Run['findings'] =>
  drills
    .filter(({ verdict }) => verdict !== 'PASS')
    .map(({ id, title, verdict, runs, objective }) => ({
      code: `drill-${id}`,
      severity: verdict === 'CRITICAL' ? ('error' as const) : ('warning' as const),
      title: `${title}: ${verdict}`,
      evidence: runs.flatMap(({ why }) => why).join('; '),
      advice: `the objective is: ${objective}; gomeet dr-drill ${id} --repeat 3 shows whether it was chance`,
    }));

const method = [
  `Every door is probed every ${probeEveryMs} ms, whether the last probe was answered or not; one without an answer within ${probePatienceMs / 1000} s has failed. So an outage is known to ${probeEveryMs} ms and the time of one answer.`,
  'What is written has sequence numbers; each acknowledgement is on the disk of whoever measures (fsync) before it counts. After the recovery every one of them is looked for.',
  'Times count from the moment before the fault was carried out, all by one monotonic clock. First success is that of the slowest judged door, stable is followed by 30 s without an error, redundant is when every service is ready again (looked at once a second).',
  'RPO in time reaches from the acknowledgement of the first lost write to the fault, or to that of the last lost one if it is later.',
] as const;

const iso = (unixMs: number): string => new Date(unixMs).toISOString();
