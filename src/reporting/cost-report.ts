import type { Bill } from '../pricing/bill.ts';
import type { Lever } from '../pricing/bill-levers.ts';
import type { UnitCosts } from '../pricing/bill-unit-costs.ts';
import type { Economics } from '../pricing/economics.ts';
import type { Sensitivity } from '../pricing/sensitivity.ts';
import type { CostRange } from '../pricing/simulate-cost.ts';
import type { Variant } from '../pricing/variants.ts';
import { amountText, costBillView, costSourcesView } from './cost-bill-view.ts';
import type { CostComparison } from './cost-comparison.ts';
import { costComparisonView } from './cost-comparison-view.ts';
import { costEconomicsView } from './cost-economics-view.ts';
import { costSensitivityView } from './cost-sensitivity-view.ts';
import { costVariantsView } from './cost-variants-view.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { fillFrame, type ReportTemplate } from './page-frame.ts';

/** Everything that the page of a bill shows. What was not asked for is null and leaves no gap. */
export interface CostReport {
  /** What the event is called, and in words who meets when. */
  readonly name: string;
  readonly description: string;
  /** Day on which it was made, as YYYY-MM-DD. */
  readonly day: string;
  readonly bill: Bill;
  readonly unitCosts: UnitCosts;
  readonly variants: readonly Variant[];
  readonly levers: readonly Lever[];
  readonly sensitivity: Sensitivity | null;
  readonly range: CostRange | null;
  readonly economics: Economics | null;
  readonly comparison: CostComparison | null;
  readonly warnings: readonly string[];
}

function headView({ name, description, day, bill, unitCosts }: CostReport, nav: Markup | null): Markup {
  const { currency } = bill;
  const figures: readonly (readonly [string, string])[] = [
    [amountText(unitCosts.perParticipantHour, currency, 4), 'for an hour of a person'],
    [amountText(unitCosts.perParticipant, currency), 'a month for each participant'],
    [amountText(unitCosts.perMeeting, currency), 'for a meeting of a day'],
    [amountText(unitCosts.perEvent, currency, 0), 'for a day of the event'],
  ];
  return html`<header class="verdict">${nav}<p class="kicker">gomeet · cost · ${bill.provider}, ${bill.region}</p>
<h1>${amountText(bill.monthlyTotal, currency, 0)} a month${bill.isAtLeast && ', at least'} <span class="words">${name}: ${description}</span></h1>
<p class="facts">${day} · machines ${bill.schedule === 'elastic' ? 'in the hours of load only' : 'the whole month'} · list prices, before tax</p>
<ul class="figures">${figures.map(([value, label]) => html`<li><b>${value}</b><span>${label}</span></li>`)}</ul></header>`;
}

/**
 * The page of a bill: one HTML file that needs no network and no JavaScript. The template's style sheet must hold cost.css too.
 *
 * @param nav links to other pages, where it is one of several
 */
export function buildCostReport(
  report: CostReport,
  template: ReportTemplate,
  nav: Markup | null = null,
): string {
  const { bill, variants, levers, sensitivity, range, economics, comparison, warnings, name, day } = report;
  const body = html`${headView(report, nav)}
<main>${costBillView(bill)}
${variants.length + levers.length > 0 && costVariantsView(variants, levers, bill)}
${sensitivity !== null && costSensitivityView(sensitivity, range)}
${economics !== null && costEconomicsView(economics)}
${comparison !== null && costComparisonView(comparison)}
${costSourcesView(bill, warnings)}</main>`;
  return fillFrame(template, `Cost · ${name} · ${day}`, body);
}
