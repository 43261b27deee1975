import type { Run } from '../../results/run.ts';
import { formatNumber, formatQuantity } from '../../units.ts';
import { type Area, gravestOf } from './area.ts';
import { newestDrills } from './drill-rows.ts';
import type { ReadinessFacts } from './facts.ts';
import { runEvidence } from './load-areas.ts';

const DAY_MS = 86_400_000;
/** A health check says something about now; a week later it is history. Ours. */
const HEALTH_DAYS_MAX = 7;

/** What drills and the health check show. */
export const stateAreas = (facts: ReadinessFacts): readonly Area[] => [
  recoveryArea(facts),
  healthArea(facts),
];

function recoveryArea({ runs, drills, runsBase }: ReadinessFacts): Area {
  const rows = newestDrills(runs);
  const failed = rows.filter(({ verdict }) => verdict !== 'PASS');
  const untried = drills.filter((id) => rows.every(({ drill }) => drill !== id));
  const status =
    failed.length > 0
      ? gravestOf(failed.map(({ verdict }) => verdict))
      : untried.length > 0
        ? rows.length === 0
          ? 'NO DATA'
          : 'INCONCLUSIVE'
        : 'PASS';
  const slowest = Math.max(0, ...rows.map(({ stableMs }) => stableMs ?? 0));
  const lost = rows.reduce((sum, { writesLost }) => sum + (writesLost ?? 0), 0);
  const met = rows.length - failed.length;
  const because =
    rows.length === 0
      ? `none of ${drills.length} drills was carried out`
      : `${met} of ${rows.length} drills met their objective${untried.length === 0 ? '' : `, ${untried.length} were not carried out`}; slowest stable recovery ${formatQuantity(slowest, 'ms')}, ${formatNumber(lost)} acknowledged writes lost`;
  const [worst = null] = failed;
  return {
    id: 'recovery',
    title: 'Recovery',
    status,
    because: worst === null ? because : `${because}. ${worst.drill}: ${worst.why}`,
    evidence: [
      { text: 'all drills', href: 'recovery.html' },
      ...failed.slice(0, 2).map(({ run }) => runEvidence(run, runsBase)),
    ],
    next: status === 'PASS' ? null : `gomeet dr-drill ${worst?.drill ?? untried[0] ?? 'all'}`,
  };
}

function healthArea({ runs, madeAtMs, runsBase }: ReadinessFacts): Area {
  const newest = runs.find(({ kind }) => kind === 'health-check');
  const base = { id: 'health', title: 'Health' } as const;
  if (newest === undefined)
    return {
      ...base,
      status: 'NO DATA',
      because: 'no health check is recorded',
      evidence: [],
      next: 'gomeet health-check',
    };
  const days = Math.floor((madeAtMs - Date.parse(newest.endedAt)) / DAY_MS);
  const stale = days > HEALTH_DAYS_MAX && newest.verdict.status === 'PASS';
  const status = stale ? 'INCONCLUSIVE' : newest.verdict.status;
  return {
    ...base,
    status,
    because: `${healthWords(newest)}${stale ? `, but ${days} days ago` : ''}`,
    evidence: [runEvidence(newest, runsBase)],
    next: status === 'PASS' ? null : 'gomeet health-check',
  };
}

const healthWords = ({ verdict }: Run): string => verdict.summary.replace(/^[A-Z ]+ — /, '');
