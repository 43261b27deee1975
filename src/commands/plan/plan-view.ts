import type { NodePool, PlanDocument } from '../../planning/plan.ts';
import type { Growth } from '../../planning/project-growth.ts';
import type { PlanUncertainty } from '../../planning/simulate-plan.ts';
import { padded } from '../../reporting/text-table.ts';
import { formatNumber } from '../../units.ts';
import { lineText } from './line-text.ts';

interface ShownPlan {
  readonly plan: PlanDocument;
  readonly uncertainty: PlanUncertainty | null;
  readonly growth: Growth | null;
  readonly file: string | null;
}

/** The headline in the order in which it is told; the rest of the totals is for programs. */
const HEADLINE: readonly (readonly [name: string, label: string])[] = [
  ['participants', 'people at once'],
  ['meetingSlots', 'meetings at once'],
  ['payloadBitsPerSecond', 'media, payload'],
  ['egressBitsPerSecond', 'media, on the wire'],
  ['packetsOutPerSecond', 'packets sent'],
  ['egressGiBPerMonth', 'egress a month'],
  ['mediaNodes', 'media nodes'],
  ['turnNodes', 'TURN nodes'],
  ['workerNodes', 'worker nodes'],
  ['loadBalancerNodes', 'load balancer nodes'],
  ['joinsPerSecond', 'joins'],
  ['handshakesPerSecond', 'TLS handshakes'],
  ['postgresQueriesPerSecond', 'SQL statements'],
  ['objectStorageGiB', 'object storage'],
];

/**
 * A plan for people: headline with its spread, machines, pods, growth, and how to ask on.
 * @param columns of the window: a narrow one has room for the upper end of the spread alone
 */
export function planView(shown: ShownPlan, columns: number): string {
  const { plan, growth, file } = shown;
  const { choices, calibration } = plan;
  const costs = calibration === null ? 'costs assumed (prior)' : `costs of calibration ${calibration}`;
  const lines = [
    `Plan "${plan.name}" at ${choices.provider} ${choices.region}, ${costs}`,
    '',
    ...headline(shown, columns < wholeSpreadColumns),
    '',
    ...machines(plan),
    '',
    ...pods(plan),
    ...(growth === null ? [] : ['', ...growthTable(plan, growth)]),
    '',
    ...(file === null ? [] : [`Written to ${file}`]),
    `Next: gomeet plan explain mediaNodes · gomeet cost${file === null ? '' : ` ${file}`}`,
  ];
  return lines.join('\n');
}

const wholeSpreadColumns = 80;

function headline({ plan, uncertainty }: ShownPlan, isNarrow: boolean): readonly string[] {
  const rows = HEADLINE.flatMap(([name, label]) => {
    const line = plan.lines[plan.totals[name] ?? ''];
    if (line === undefined) return [];
    const spread = uncertainty?.totals[name];
    const isSpread = spread !== undefined && spread.p10 !== spread.p90;
    const shown = isSpread
      ? (isNarrow ? [spread.p90] : [spread.p10, spread.p50, spread.p90]).map((value) =>
          withoutUnit(lineText(value, line.unit)),
        )
      : [];
    return [[label, headlineText(line.value, line.unit), ...shown]];
  });
  if (uncertainty === null) return padded(rows, ['left', 'right']);
  return [
    ...padded(
      [['', 'planned', ...(isNarrow ? ['P90'] : ['P10', 'P50', 'P90'])], ...rows],
      ['left', 'right', 'right', 'right', 'right'],
    ),
    ...(isNarrow ? [`P10 and P50 are shown from ${wholeSpreadColumns} columns up, and with --json.`] : []),
    `P10 to P90 of ${formatNumber(uncertainty.samples)} draws, seed ${uncertainty.seed}: the ranges of the event, those assumed`,
    'for bitrates, packets, TURN and recordings where it leaves the default, and',
    'the errors of all costs. Blank: nothing of it is uncertain.',
    ...drawNotes(uncertainty),
  ];
}

function drawNotes({ samples, resized, withoutPlan, refusal }: PlanUncertainty): readonly string[] {
  const percent = (count: number): string => `${formatNumber((100 * count) / samples)} %`;
  return [
    ...(resized === 0 ? [] : [`In ${percent(resized)} another size of machine is needed, and taken.`]),
    // The first clause says what does not fit; the rest are the numbers of one draw.
    ...(withoutPlan === 0
      ? []
      : [
          `${percent(withoutPlan)} are left out, for nothing on offer carries them:`,
          `  ${refusal?.split(/[,:] /, 1)[0] ?? ''}`,
        ]),
  ];
}

/** A count needs no unit: its label says of what. */
const headlineText = (value: number, unit: string): string => {
  const isCount = !/[/]|bit|byte|GiB/.test(unit);
  return isCount ? formatNumber(value) : lineText(value, unit);
};

/** The unit stands once, beside the planned value; a scaled one such as Gbit/s is the same in nearly every row. */
const withoutUnit = (text: string): string => text.replace(/ (?![kMGT]?bit\/s).*$/, '');

function machines({ pools, media }: PlanDocument): readonly string[] {
  const gib = (bytes: number): string => `${formatNumber(bytes / 2 ** 30)} GiB`;
  const network = ({ networkBitsPerSecond: bits }: NodePool): string =>
    bits === null ? 'unknown' : `${bits / 1e9} Gbit/s`;
  const rows = pools.map((pool) => [
    pool.id,
    String(pool.nodes),
    String(pool.spareNodes),
    pool.size,
    String(pool.cores),
    gib(pool.memoryBytes),
    network(pool),
  ]);
  return [
    ...padded(
      [['nodes', 'count', 'spare', 'size', 'cores', 'memory', 'network'], ...rows],
      ['left', 'right', 'right', 'left', 'right', 'right', 'right'],
    ),
    `A media node takes ${media.meetingsPerNode} of the largest meeting; ${media.limitedBy} is what it runs out of first.`,
  ];
}

function pods({ workloads }: PlanDocument): readonly string[] {
  const rows = workloads.map(({ name, pool, replicas, cpuMillicores, memoryBytes }) => [
    name,
    String(replicas),
    `${cpuMillicores}m`,
    `${formatNumber(Math.ceil(memoryBytes / 2 ** 20))}Mi`,
    pool,
  ]);
  return padded(
    [['pods', 'count', 'CPU', 'memory', 'nodes'], ...rows],
    ['left', 'right', 'right', 'right', 'left'],
  );
}

function growthTable({ choices }: PlanDocument, { months, endsBecause }: Growth): readonly string[] {
  const rows = months.map(({ month, totals, sizes }) => [
    String(month),
    formatNumber(totals.meetings ?? 0),
    formatNumber(totals.participants ?? 0),
    formatNumber(totals.mediaNodes ?? 0),
    formatNumber(totals.workerNodes ?? 0),
    lineText(totals.egressBitsPerSecond ?? 0, 'bit/s'),
    formatNumber(Math.round(totals.egressGiBPerMonth ?? 0)),
    Object.entries(sizes)
      .map(([pool, size]) => `${pool} on ${size}`)
      .join(', '),
  ]);
  const header = ['month', 'meetings', 'people', 'media', 'worker', 'on the wire', 'egress GiB', ''];
  return [
    `Growing ${formatNumber(choices.growthPerMonth * 100)} % a month:`,
    ...padded([header, ...rows], [...header.slice(1).map(() => 'right' as const), 'left']),
    ...(endsBecause === null ? [] : [`Month ${months.length} cannot be planned: ${endsBecause}`]),
  ];
}
