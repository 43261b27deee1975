import { ExitCode } from '../../errors.ts';
import type { Finding, Run, Table } from '../../results/run.ts';
import type { CapacityDimension } from './request.ts';
import { kneeOf } from './search.ts';
import type { CapacityStep } from './step.ts';

/** What a search has found. */
export interface CapacityResult {
  readonly of: CapacityDimension;
  /** The largest load that met every target; null when none did. */
  readonly knee: number | null;
  /** The smallest load that did not; null when the search ended at its bound. */
  readonly firstMissed: number | null;
  /** What ran out at `firstMissed`. */
  readonly limitedBy: string | null;
  readonly steps: readonly CapacityStep[];
}

/** What the steps have shown: the knee, and what ran out beyond it. A step that was cut short shows nothing. */
export function capacityResult(of: CapacityDimension, steps: readonly CapacityStep[]): CapacityResult {
  const whole = steps.filter(({ outcome }) => outcome !== 'partial');
  const { largestMet, smallestMissed } = kneeOf(
    whole.map(({ load, outcome }) => ({ load, met: outcome === 'met' })),
  );
  const limitedBy = whole.find(({ load }) => load === smallestMissed)?.limitedBy ?? null;
  return { of, knee: largestMet, firstMissed: smallestMissed, limitedBy, steps };
}

/** The run of the knee with the whole search in it: its steps, what limits, and the verdict of the search. */
export function judgedBySearch(run: Run, result: CapacityResult, endedEarly: string | null): Run {
  return {
    ...run,
    partial: endedEarly !== null,
    partialReason: endedEarly,
    tables: [stepTable(result), ...(run.tables ?? [])],
    findings: [kneeFinding(result), ...run.findings],
    verdict: verdictOf(run, result, endedEarly),
  };
}

function verdictOf(run: Run, result: CapacityResult, endedEarly: string | null): Run['verdict'] {
  const { title } = kneeFinding(result);
  const isSpoiled = result.steps.some(
    ({ load, outcome }) => load === result.firstMissed && outcome === 'invalid',
  );
  if (endedEarly !== null || isSpoiled) {
    const why = endedEarly ?? `the limit was ${result.limitedBy}, not the platform`;
    return {
      status: 'INCONCLUSIVE',
      exitCode: ExitCode.inconclusive,
      summary: `INCONCLUSIVE — ${why}; ${title}`,
    };
  }
  if (result.knee !== null) return { status: 'PASS', exitCode: ExitCode.ok, summary: `PASS — ${title}` };
  return { ...run.verdict, summary: `${run.verdict.status} — ${title}` };
}

function kneeFinding({ of, knee, firstMissed, limitedBy, steps }: CapacityResult): Finding {
  const missed = steps.find(({ load }) => load === firstMissed);
  const title =
    knee === null
      ? `Not even ${firstMissed ?? 'the first step of'} ${of} met every target`
      : firstMissed === null
        ? `At least ${knee} ${of}: no step missed a target`
        : `${knee} ${of} meet every target, ${firstMissed} do not`;
  return {
    code: 'knee',
    severity: knee === null ? 'error' : 'info',
    title,
    evidence: missed
      ? `At ${firstMissed} the limit is ${limitedBy ?? 'not known'}${missed.missed.length > 0 ? `; missed: ${missed.missed.join(', ')}` : ''}.`
      : `The search ended at its bound after ${steps.length} steps.`,
    advice:
      firstMissed === null
        ? 'Raise --to to find the knee.'
        : 'Give the platform more of what ran out, then search again; where the generator or another program was the limit, use a machine of its own.',
  };
}

/** Every step in the order in which it was tried. */
function stepTable({ of, steps }: CapacityResult): Table {
  return {
    id: 'steps',
    title: 'Steps of the search',
    columns: [
      { title: of.charAt(0).toUpperCase() + of.slice(1), unit: 'count' },
      { title: 'Outcome', unit: null },
      { title: 'CPU of the host', unit: '%' },
      { title: 'LiveKit, of one core', unit: '%' },
      { title: 'Busiest API process', unit: '%' },
      { title: 'Generator, of one core', unit: '%' },
      { title: 'Packet loss', unit: '%' },
      { title: 'Video latency, p95', unit: 'ms' },
      { title: 'Limited by', unit: null },
    ],
    rows: steps.map((step) => [
      step.load,
      step.outcome,
      step.hostCpuPercent,
      step.livekitCpuPercent,
      step.apiCpuPercent,
      step.generatorCpuPercent,
      step.packetLossPercent,
      step.videoLatencyP95Ms,
      step.limitedBy,
    ]),
  };
}
