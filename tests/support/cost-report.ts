import { choicesSchema } from '../../src/planning/choices.ts';
import { eventSchema } from '../../src/planning/event.ts';
import type { Resource } from '../../src/planning/plan.ts';
import type { PlanInputs } from '../../src/planning/plan-inputs.ts';
import { input } from '../../src/planning/quantity.ts';
import type { Bill } from '../../src/pricing/bill.ts';
import { leversOf } from '../../src/pricing/bill-levers.ts';
import { billOf } from '../../src/pricing/bill-of.ts';
import { modeOf } from '../../src/pricing/bill-plan.ts';
import { monthlyUseOf, unitCostsOf } from '../../src/pricing/bill-unit-costs.ts';
import { economicsOf } from '../../src/pricing/economics.ts';
import { economicsSchema } from '../../src/pricing/economics-inputs.ts';
import { subjectOf } from '../../src/pricing/economics-subject.ts';
import { readCatalogue } from '../../src/pricing/read-catalogue.ts';
import { sensitivityOf } from '../../src/pricing/sensitivity.ts';
import type { CostReport } from '../../src/reporting/cost-report.ts';

const event = eventSchema.parse({});
const choices = choicesSchema.parse({});

/** Lines of a plan that stays as it is while the model moves on: 55 media nodes, 20 workers, 267.3 Gbit/s for 176 hours. */
const LINES: Readonly<Record<string, readonly [number, string]>> = {
  media: [55, 'node'],
  workers: [20, 'node'],
  one: [1, 'node'],
  hours: [730, 'h/month'],
  traffic: [((267.3e9 / 8) * 176 * 3600) / 2 ** 30, 'GiB/month'],
};

const resource = (
  id: string,
  kind: Resource['kind'],
  part: Resource['part'],
  over: Partial<Resource>,
): Resource => ({
  id,
  title: id,
  kind,
  part,
  sku: null,
  quantity: 'one',
  hours: 'hours',
  ...over,
});

const RESOURCES: readonly Resource[] = [
  resource('media-nodes', 'node', 'media', { sku: 'c-48-intel', quantity: 'media' }),
  resource('worker-nodes', 'node', 'api', { sku: 'g-16vcpu-64gb', quantity: 'workers' }),
  resource('control-plane', 'control-plane', 'platform', {}),
  resource('egress', 'egress', 'traffic', { quantity: 'traffic', hours: null }),
];

async function referenceBill(projectRoot: string): Promise<Bill> {
  const catalogue = await readCatalogue(projectRoot, 'digitalocean');
  const line = (id: string) => {
    const found = LINES[id];
    return found && { value: found[0], unit: found[1], basis: 'assumed' as const };
  };
  return billOf({ event, choices, resources: RESOURCES, line }, catalogue);
}

/** Inputs that the sensitivity turns; only the model's error is read of the costs. */
function planInputs(): PlanInputs {
  const cost = <Unit extends string>(unit: Unit, value: number) =>
    input({ id: `media.${unit}`, title: unit, unit }, value, 'assumed');
  return {
    event,
    choices,
    costs: {
      perPacketOut: cost('core*s/packet', 13e-6),
      perBitOut: cost('core*s/bit', 1.74e-9),
      perPacketIn: cost('core*s/packet', 46.8e-6),
      perParticipant: cost('core/participant', 0),
      perTrackOut: cost('core/track', 0),
      perTrackIn: cost('core/track', 0),
      perJoin: cost('core*s/join', 0.01),
      memoryPerParticipant: cost('byte/participant', 1e6),
      memoryPerTrack: cost('byte/track', 1e5),
      relativeError: cost('1', 0.5),
    },
  } as PlanInputs;
}

/** Traffic at $0.01 a GiB and a fleet of $90,000: enough to see which way each input moves. */
function roughCost({ event: { layout, calendar } }: PlanInputs): number {
  const kbps =
    modeOf(layout.smallTiles) * modeOf(layout.smallTileKbps) +
    modeOf(layout.largeTileKbps) +
    modeOf(layout.voices) * modeOf(layout.voiceKbps);
  const seconds = modeOf(calendar.hoursPerDay) * modeOf(calendar.daysPerMonth) * 3600;
  return 90_000 + (((kbps * 1000 * 50_000) / 8) * seconds * 0.01) / 2 ** 30;
}

type Offer = NonNullable<CostReport['comparison']>['offers'][number];

const offer = (known: Pick<Offer, 'title' | 'monthly'> & Partial<Offer>): Offer => ({
  isAtLeast: false,
  lowest: null,
  limit: null,
  note: null,
  isOurs: false,
  ...known,
});

/** The page of the reference event on the shipped catalogue, with everything that a page can have. */
export async function costReport(projectRoot: string, over: Partial<CostReport> = {}): Promise<CostReport> {
  const bill = await referenceBill(projectRoot);
  const hours = [0, 44, 88, 176, 352, 744];
  return {
    name: 'reference',
    description: '100 meetings of 500 people, 8 hours on 22 days',
    day: '2026-11-21',
    bill,
    unitCosts: unitCostsOf(bill, monthlyUseOf(event)),
    variants: [],
    levers: leversOf(bill),
    sensitivity: sensitivityOf(planInputs(), roughCost),
    range: {
      samples: 10_000,
      seed: 1,
      resized: 0,
      withoutPlan: 0,
      refusal: null,
      p10: 241_000,
      p50: 287_000,
      p90: 352_000,
    },
    economics: economicsOf(subjectOf(bill, event, []), economicsSchema.parse({})),
    comparison: {
      currency: 'USD',
      offers: [
        offer({ title: 'digitalocean', monthly: 287_000, isOurs: true }),
        offer({ title: 'Cloudflare RealtimeKit', monthly: 1_056_000 }),
        offer({ title: 'LiveKit Cloud Scale', monthly: 2_327_816, limit: 'at most 5,000 people' }),
        offer({ title: '8x8 JaaS', monthly: 49_500, isAtLeast: true }),
        offer({ title: 'Daily', monthly: 2_112_000, lowest: 792_000 }),
        offer({ title: 'Amazon Chime SDK', monthly: null, note: 'its price was not found' }),
      ],
      curves: [
        { name: 'own', points: hours.map((h) => [h, 90_000 + h * 1234] as const) },
        { name: 'RealtimeKit', points: hours.map((h) => [h, h * 6000] as const) },
      ],
      finding: 'Running it oneself costs less than RealtimeKit from 19 hours a month',
    },
    warnings: ['load balancer: its price of $12 was read second-hand'],
    ...over,
  };
}
