import { formatNumber } from '../../units.ts';
import type { Area } from './area.ts';
import type { ReadinessFacts } from './facts.ts';

/** Something that may go another way than planned. */
export interface Risk {
  readonly title: string;
  /** What it would cost a month, in USD; null where nothing at hand puts a price on it. */
  readonly monthly: number | null;
  /** Where the amount comes from, or why there is none. */
  readonly basis: string;
  readonly mitigation: string;
  readonly href: string | null;
}

/** Factors that move the bill by less than this a month are no risk that a manager has to hear of. */
const NOTABLE_SHARE_OF_BILL = 0.01;

/** Risks, dearest first; those without a price come last, and say why they have none. */
export function risksOf(facts: ReadinessFacts, areas: readonly Area[]): readonly Risk[] {
  const priced = [...inputRisks(facts), ...businessRisks(facts)];
  return [...priced.toSorted((a, b) => (b.monthly ?? 0) - (a.monthly ?? 0)), ...unproven(areas)];
}

/** Each uncertain input at the end of its range that costs more. */
function inputRisks({ study: { sensitivity } }: ReadinessFacts): readonly Risk[] {
  if (sensitivity === null) return [];
  return sensitivity.tornado.flatMap(({ title, low, high, text }) => {
    const ends = [low, high].filter((value) => value !== null);
    const worst = Math.max(...ends, sensitivity.base);
    const monthly = worst - sensitivity.base;
    if (monthly < sensitivity.base * NOTABLE_SHARE_OF_BILL) return [];
    const at = worst === high ? text.high : text.low;
    return [
      {
        title: `${title}: ${at} instead of ${text.base}`,
        monthly,
        basis: `the plan made and priced anew with it${ends.length < 2 ? '; at the other end no machine on offer carries a meeting' : ''}`,
        mitigation: 'measure it early, and set it in gomeet.yaml: gomeet plan explain',
        href: 'cost.html#moves',
      },
    ];
  });
}

/** The most cautious scenario, where it loses money: its mean loss a month. */
function businessRisks({ study: { economics } }: ReadinessFacts): readonly Risk[] {
  return economics.scenarios.flatMap(({ scenario, returns, cashFlow }) => {
    const profit = returns.threeYearProfit.value;
    if (profit >= 0) return [];
    // The flow begins with month 0, in which only the set-up is paid.
    const months = Math.max(1, cashFlow.filter(({ month }) => month > 0).length);
    return [
      {
        title: `Business goes as in the scenario “${scenario.name}”`,
        monthly: -profit / months,
        basis: `loss of $${formatNumber(Math.round(-profit))} over ${months} months, on average; price, adoption and churn are assumed`,
        mitigation: 'begin with a smaller event and grow: gomeet plan --growth',
        href: 'cost.html#economics',
      },
    ];
  });
}

/** What is not proven has no price here: nothing says what an hour without the platform costs. */
const unproven = (areas: readonly Area[]): readonly Risk[] =>
  areas
    .filter(({ status, id }) => status !== 'PASS' && id !== 'cost' && id !== 'economics')
    .map(({ title, because, next, evidence }) => ({
      title: `${title}: ${because}`,
      monthly: null,
      basis: 'not priced: no figure says what an hour without the platform costs its owner',
      mitigation: next ?? '—',
      href: evidence[0]?.href ?? null,
    }));
