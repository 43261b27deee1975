import { judgeKpi } from '../../results/verdict.ts';
import { weeksOf } from '../../roadmap/judge-roadmap.ts';
import { formatNumber } from '../../units.ts';
import { amountText } from '../cost-bill-view.ts';
import { type Area, gravestOf } from './area.ts';
import { peopleOf, type ReadinessFacts } from './facts.ts';

/** What the plan, its bill, its economics and the list of tasks show. */
export const planAreas = (facts: ReadinessFacts): readonly Area[] => [
  auditArea(facts),
  costArea(facts),
  economicsArea(facts),
  scheduleArea(facts),
];

function auditArea({ findings }: ReadinessFacts): Area {
  const grave = findings.filter(({ severity }) => severity === 'critical' || severity === 'major');
  const [worst] = grave;
  const minor = findings.length - grave.length;
  return {
    id: 'plan',
    title: 'Capacity plan',
    status: worst === undefined ? 'PASS' : worst.severity === 'critical' ? 'CRITICAL' : 'MISSED',
    because:
      worst === undefined
        ? `the audit finds nothing grave in the plan${minor === 0 ? '' : ` and ${formatNumber(minor)} smaller points`}`
        : `${grave.length} grave findings, the first ${worst.code}: ${worst.title}`,
    evidence: [{ text: 'machines and limits', href: 'infrastructure.html' }],
    next: worst === undefined ? null : `gomeet audit --explain ${worst.code}`,
  };
}

/** The written target is spend by concurrent participant; the spread of the bill is its uncertainty. */
function costArea(facts: ReadinessFacts): Area {
  const { economics, range } = facts.study;
  const { bill } = facts.priced;
  const { spendPerParticipant, spend, infrastructure } = economics.fullUse;
  const people = peopleOf(facts);
  const operations = spend.value - infrastructure.value;
  const high = range === null ? null : (range.p90 + operations) / Math.max(1, people);
  const kpi = judgeKpi(
    'cost-per-participant',
    {
      kind: 'record',
      value: spendPerParticipant.value,
      high,
      method: 'bill and operations over people at once',
    },
    'extrapolated',
  );
  const spread =
    range === null
      ? ''
      : `, P10 to P90 $${formatNumber(Math.round(range.p10))} to $${formatNumber(Math.round(range.p90))}`;
  return {
    id: 'cost',
    title: 'Cost',
    status: kpi.status,
    because: `${amountText(bill.monthlyTotal, bill.currency, 0)} a month of infrastructure${spread}; with $${formatNumber(Math.round(operations))} of operations $${spendPerParticipant.value.toFixed(2)} for each of ${formatNumber(people)} people, target < $1`,
    evidence: [{ text: 'the bill, line by line, with sources', href: 'cost.html' }],
    next: kpi.status === 'PASS' ? null : 'gomeet cost --economics',
  };
}

function economicsArea({ study: { economics } }: ReadinessFacts): Area {
  const told = economics.scenarios.map(({ scenario, returns }) => {
    const millions = returns.threeYearProfit.value / 1e6;
    return `${scenario.name} ${millions < 0 ? '−' : ''}$${formatNumber(Math.abs(Number(millions.toFixed(1))))} M`;
  });
  const middle = economics.scenarios[Math.floor(economics.scenarios.length / 2)];
  const missed = middle?.kpis.filter(({ status }) => status === 'MISSED' || status === 'CRITICAL') ?? [];
  const status = middle === undefined ? 'NO DATA' : gravestOf(middle.kpis.map((kpi) => kpi.status));
  return {
    id: 'economics',
    title: 'Economics',
    status,
    because: `profit of three years, assumed: ${told.join(', ')}${missed.length === 0 ? '' : `; in ${middle?.scenario.name ?? ''} missed: ${missed.map(({ title }) => title.toLowerCase()).join(', ')}`}`,
    evidence: [{ text: 'three scenarios with their assumptions', href: 'cost.html#economics' }],
    next: 'prices and customers are assumptions: economics in gomeet.yaml',
  };
}

function scheduleArea({ roadmap }: ReadinessFacts): Area {
  const done = roadmap.tasks.filter(({ state }) => state === 'done').length;
  const weeks = Math.ceil(weeksOf(roadmap.gated, roadmap.roadmap));
  const planned = Math.max(0, ...roadmap.roadmap.phases.map(({ lastWeek }) => lastWeek));
  const all = done === roadmap.tasks.length;
  return {
    id: 'schedule',
    title: 'Schedule',
    status: all ? 'PASS' : weeks > planned ? 'MISSED' : 'INCONCLUSIVE',
    because: `${done} of ${roadmap.tasks.length} tasks are shown by a test or a run; levelled, the list takes ${weeks} weeks of ${planned}`,
    evidence: [{ text: 'every task with its evidence', href: 'tasks.html' }],
    next: all ? null : 'gomeet roadmap',
  };
}
