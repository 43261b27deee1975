import { asDecimal, type Bill } from './bill.ts';
import { sourceOf } from './node-sizes.ts';

const SERVICE_CATEGORY: Record<Bill['lines'][number]['kind'], string> = {
  node: 'Compute',
  'control-plane': 'Compute',
  'load-balancer': 'Networking',
  egress: 'Networking',
  database: 'Databases',
  cache: 'Databases',
  volume: 'Storage',
  snapshot: 'Storage',
  'object-storage': 'Storage',
  registry: 'Developer Tools',
};

/**
 * The bill in the columns of FOCUS 1.2, the FinOps Open Cost and Usage Specification, so that tools which read invoices read it too. It is a
 * forecast: ListCost is filled, BilledCost and EffectiveCost are what it would be without discounts. Columns of our own begin
 * with `x_`, as the specification asks.
 */
export const focusRows = (bill: Bill, periodStart: string, periodEnd: string) =>
  bill.lines.map((line) => ({
    BillingCurrency: bill.currency,
    ChargePeriodStart: periodStart,
    ChargePeriodEnd: periodEnd,
    ChargeCategory: 'Usage' as const,
    ChargeDescription: line.note === null ? line.title : `${line.title}: ${line.note}`,
    ChargeFrequency: 'Usage-Based' as const,
    ProviderName: bill.provider,
    RegionId: bill.region,
    ServiceCategory: SERVICE_CATEGORY[line.kind],
    ServiceName: line.kind,
    ResourceId: line.id,
    SkuId: line.row?.id ?? null,
    PricingCategory: 'Standard' as const,
    PricingCurrency: line.listCurrency,
    PricingQuantity: line.quantity.round(10).toFixed(),
    PricingUnit: focusUnit(line.unit),
    ListUnitPrice: line.unitPrice?.round(10).toFixed() ?? null,
    ListCost: line.amount && asDecimal(line.amount),
    EffectiveCost: line.amount && asDecimal(line.amount),
    BilledCost: line.amount && asDecimal(line.amount),
    x_Part: line.part,
    x_Basis: line.basis,
    x_PriceConfidence: line.row?.confidence ?? 'none',
    x_PriceSource: line.row === null ? null : sourceOf(line.row).title,
    x_PriceAsOf: line.row === null ? null : (sourceOf(line.row).asOf ?? null),
  }));

const PERIODS: Record<string, string> = { month: 'Months', h: 'Hours' };

/** `node*month` is `Node-Months` there, `GB*month` is `GB-Months`; data without a time keeps its own name. */
function focusUnit(unit: string): string {
  const [thing = unit, period] = unit.split('*');
  const periods = period === undefined ? undefined : PERIODS[period];
  return periods === undefined ? unit : `${thing.charAt(0).toUpperCase()}${thing.slice(1)}-${periods}`;
}

export type FocusRow = ReturnType<typeof focusRows>[number];
