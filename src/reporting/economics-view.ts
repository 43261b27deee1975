import type { Economics } from '../pricing/economics.ts';
import { assumptionRows, type FigureRow, resultRows, wholeDollars } from '../pricing/economics-rows.ts';
import { shortDollars } from '../pricing/money-text.ts';
import type { Sensitivity } from '../pricing/sensitivity.ts';
import type { CostRange } from '../pricing/simulate-cost.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatNumber, formatQuantity, type Unit } from '../units.ts';
import { statusGlyph } from './status-view.ts';
import { padded } from './text-table.ts';

type Alignment = 'left' | 'right';

/** A heading, its note and a table, indented by two. */
function block(
  title: string,
  note: string | null,
  rows: readonly (readonly string[])[],
  alignments?: readonly Alignment[],
): readonly string[] {
  const columns = alignments ?? ['left', ...Array<Alignment>(8).fill('right')];
  return [
    '',
    title,
    ...(note === null ? [] : [`  ${note}`]),
    ...padded(rows, columns).map((line) => `  ${line}`),
  ];
}

const cells = ({ title, texts }: FigureRow): readonly string[] => [title, ...texts];

function kpiRows({ scenarios }: Economics): readonly (readonly string[])[] {
  const [first] = scenarios;
  if (first === undefined) return [];
  return first.kpis.map((kpi, i) => [
    kpi.title,
    formatTarget(kpi),
    ...scenarios.map(({ kpis }) => {
      const own = kpis[i];
      return own === undefined ? '' : kpiText(own);
    }),
  ]);
}

/** `✗ 7.42`: the target says what is counted, and 80 columns have no room to say it again. */
function kpiText(kpi: Economics['scenarios'][number]['kpis'][number]): string {
  if (kpi.measured === null) return 'no data';
  const isBeyond = kpi.interval?.[1] === null;
  return `${statusGlyph(kpi.status)} ${isBeyond ? '> ' : ''}${valueText(kpi.measured, kpi.unit)}`;
}

function valueText(value: number, unit: Unit): string {
  return unit === '%' || unit === 'USD' ? formatQuantity(value, unit) : formatNumber(value);
}

function claimRows({ required }: Economics): readonly (readonly string[])[] {
  return required.written.map((written, i) => {
    const bill = required.bill[i];
    const both = [written, ...(bill === undefined ? [] : [bill])];
    return [
      written.claim,
      ...both.flatMap(({ revenue, perParticipant }) => [
        wholeDollars(revenue.value),
        `$${perParticipant.value.toFixed(2)}`,
      ]),
    ];
  });
}

/** The economics of a bill for a terminal of 80 columns. */
export function economicsView(economics: Economics): string {
  const names = economics.scenarios.map(({ scenario }) => scenario.name);
  const { fullUse } = economics;
  const hour = fullUse.spendPerParticipantHour;
  return [
    'Economics',
    `  Infrastructure at full use: ${wholeDollars(fullUse.infrastructure.value)} a month, with operations ${wholeDollars(fullUse.spend.value)};`,
    `  $${fullUse.spendPerParticipant.value.toFixed(2)} for each participant${hour === null ? '' : `, $${hour.value.toFixed(4)} for an hour of a person`}.`,
    ...block('What the scenarios assume', 'All of it is ours to choose: section economics of gomeet.yaml.', [
      ['', ...names],
      ...assumptionRows(economics.scenarios).map(cells),
    ]),
    ...block('What comes of it', null, [['', ...names], ...resultRows(economics.scenarios).map(cells)]),
    ...block('Targets', 'What is assumed can miss a target (✗); meeting it proves nothing (?).', [
      ['KPI', 'Target', ...names],
      ...kpiRows(economics),
    ]),
    ...block(
      'Revenue a month that the written claims need',
      'Every place sold from the first day, nothing spent on sales.',
      [['Claim', 'at its cost', 'each', 'at this bill', 'each'], ...claimRows(economics)],
    ),
    '',
  ].join('\n');
}

/** What moves the bill: each input alone, tiles and hours together, and the spread of all at once. */
export function sensitivityView(sensitivity: Sensitivity, range: CostRange | null): string {
  const { base, tornado, twoWay } = sensitivity;
  const cost = (value: number | null): string => (value === null ? 'no node fits' : shortDollars(value));
  const spread =
    range === null
      ? []
      : [
          '',
          `Of ${range.samples.toLocaleString('en-US')} draws of what nobody decides (seed ${range.seed}), USD a month:`,
          `  one in ten costs less than ${shortDollars(range.p10)}, half less than ${shortDollars(range.p50)},`,
          `  one in ten more than ${shortDollars(range.p90)}.`,
          ...(range.withoutPlan === 0
            ? []
            : [
                `  ${((100 * range.withoutPlan) / range.samples).toFixed(1)} % of the draws are left out: nothing carries them.`,
              ]),
        ];
  return [
    `What moves the ${shortDollars(base)} a month`,
    ...padded(
      [
        ['Input', 'low', 'base', 'high', 'at low', 'at high'],
        ...tornado.map(({ title, text, low, high }) => [
          title,
          text.low,
          text.base,
          text.high,
          cost(low),
          cost(high),
        ]),
      ],
      ['left', 'right', 'right', 'right', 'right', 'right'],
    ).map((line) => `  ${line}`),
    ...block('Small tiles × hours of load a day, USD a month', null, [
      ['', ...twoWay.hoursPerDay.map((hours) => `${hours} h`)],
      ...twoWay.tiles.map((tiles, i) => [`${tiles} tiles`, ...(twoWay.cells[i] ?? []).map(cost)]),
    ]),
    ...spread,
    '',
  ].join('\n');
}
