import type { AuditedPlan } from '../audited-plan.ts';
import { citesOf } from '../claim.ts';
import type { Rule, Suspicion } from '../rule.ts';
import { counted, dollars, number } from '../say.ts';
import type { ListedSize } from '../world.ts';

type Line = AuditedPlan['bills'][number]['lines'][number];

const linesOf = ({ bills }: AuditedPlan): readonly Line[] => bills.flatMap(({ lines }) => lines);
const shapeOf = ({ cores, memoryGiB }: { cores?: number | undefined; memoryGiB?: number | undefined }) =>
  cores === undefined || memoryGiB === undefined ? undefined : `${cores}/${memoryGiB}`;

/** Groups of lines with the same key; lines without a key belong to none. */
function groupsOf(
  lines: readonly Line[],
  keyOf: (line: Line) => string | undefined,
): readonly (readonly [string, Line[]])[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = keyOf(line);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups];
}

/** Unit prices against price lists. */
export const priceRules: readonly Rule[] = [
  {
    code: 'GC101',
    severity: 'major',
    title: 'No machine of that shape has that price',
    why: 'A unit price that is in no price list cannot be billed by anybody.',
    advice: 'Take the unit price from the catalogue: gomeet cost --provider digitalocean.',
    check: (plan, { provider }) =>
      linesOf(plan).flatMap((line) => {
        const [least, ...others] = comparable(provider.sizes, line);
        if (least === undefined || [least, ...others].some((size) => costs(size, line))) return [];
        const ever = provider.everPriced(line.unitPrice);
        const history =
          ever.length === 0
            ? 'No size of this provider ever had that price.'
            : `That is, or was, the price of ${ever.slice(0, 3).join(', ')}.`;
        const cores = least.isShared ? 'shared cores' : 'cores of its own';
        return {
          text: () =>
            `${line.component}: ${dollars(line.unitPrice)} for ${shapeOf(line)} (cores/GiB). ${least.sku}, the cheapest of that shape with ${cores}, costs ${dollars(least.monthlyUsd)}. ${history}`,
          formula: 'unitPrice - cheapestListPrice',
          inputs: { unitPrice: line.unitPrice, cheapestListPrice: least.monthlyUsd },
          unit: 'USD/month',
          comparison: '!=' as const,
          against: 0,
          cites: [line.at],
        };
      }),
  },
  {
    code: 'GC102',
    severity: 'major',
    title: 'One shape of machine has two prices',
    why: 'The same machine costs the same, whatever runs on it.',
    advice: 'Price each shape once, or name the size that makes the difference.',
    check: (plan) =>
      groupsOf(linesOf(plan), (line) => line.sku ?? shapeOf(line)).map(([shape, lines]): Suspicion => {
        const prices = lines.map(({ unitPrice }) => unitPrice);
        return {
          text: () => `${shape} costs ${prices.map(dollars).join(' and ')} in the same bill.`,
          formula: 'highest - lowest',
          inputs: { highest: Math.max(...prices), lowest: Math.min(...prices) },
          unit: 'USD/month',
          comparison: '>',
          against: 0,
          cites: citesOf(lines),
        };
      }),
  },
  {
    code: 'GC103',
    severity: 'major',
    title: 'Different shapes have one price',
    why: 'A pod of one core and one of eight do not cost the same.',
    advice: 'Price the nodes, and share them out by what the pods request.',
    check: (plan) =>
      groupsOf(linesOf(plan), ({ covers, unitPrice }) =>
        covers.length > 0 ? String(unitPrice) : undefined,
      ).map(([price, lines]): Suspicion => {
        const covered = plan.workloads.filter(({ name }) =>
          lines.some(({ covers }) => covers.includes(name)),
        );
        const shapes = new Set(
          covered.map(
            ({ cpuMillicores, memoryGiB }) =>
              `${(cpuMillicores[0]?.is ?? 0) / 1000}/${memoryGiB[0]?.is ?? 0}`,
          ),
        );
        return {
          text: () =>
            `${dollars(Number(price))} is the price of each of ${[...shapes].join(', ')} (cores/GiB).`,
          formula: 'shapes',
          inputs: { shapes: shapes.size },
          unit: 'shapes',
          comparison: '>',
          against: 1,
          cites: citesOf(lines, ...covered.map(({ cpuMillicores }) => cpuMillicores)),
        };
      }),
  },
  {
    code: 'GC104',
    severity: 'minor',
    title: 'The unit price of the load balancer is not the provider’s',
    why: 'DigitalOcean charges a regional load balancer by node; $40 a month is its highly available control plane.',
    advice: 'Price the load balancer by its nodes, and the control plane on a line of its own.',
    check: (plan, { provider }) =>
      linesOf(plan).flatMap((line) => {
        const listed = provider.loadBalancerUsd;
        if (listed === null || line.part !== 'edge' || !/load balancer/i.test(line.component)) return [];
        const isControlPlane = line.unitPrice === provider.highAvailabilityControlPlaneUsd;
        return {
          text: () =>
            `A node of the load balancer costs ${dollars(listed)}, not ${dollars(line.unitPrice)}${isControlPlane ? ', which is what the highly available control plane costs' : ''}.`,
          formula: 'unitPrice - listPrice',
          inputs: { unitPrice: line.unitPrice, listPrice: listed },
          unit: 'USD/month',
          comparison: '!=' as const,
          against: 0,
          cites: [line.at],
        };
      }),
  },
  {
    code: 'GC105',
    severity: 'major',
    title: 'Pods are priced as a smaller machine than they request',
    why: 'A pod takes what it requests: it cannot be paid for by a machine that has less.',
    advice: 'Price each workload by its own requests.',
    check: (plan) =>
      linesOf(plan).flatMap((line) =>
        plan.workloads
          .filter(({ name }) => line.covers.includes(name))
          .flatMap(({ name, cpuMillicores: [cpu] }) =>
            cpu === undefined || line.cores === undefined
              ? []
              : {
                  text: (cores: number) =>
                    `${name} requests ${counted(cores, 'core')} a pod and is priced at ${dollars(line.unitPrice)}, as a machine of ${number(line.cores ?? 0)}.`,
                  formula: 'millicores / 1000',
                  inputs: { millicores: cpu.is },
                  unit: 'cores',
                  comparison: '>' as const,
                  against: line.cores,
                  cites: [line.at, cpu.at],
                },
          ),
      ),
  },
  {
    code: 'GC106',
    severity: 'major',
    title: 'A discount for commitment is claimed that the provider does not publish',
    why: 'A saving that rests on no price list has to be negotiated first.',
    advice: 'Plan without it; show it as a variant marked negotiated and unproven.',
    check: (plan, { provider }) => unpublished(plan, 'commitment', provider.commitmentPercent),
  },
  {
    code: 'GC107',
    severity: 'major',
    title: 'A discount for spot machines is claimed that the provider does not sell',
    why: 'Where no machines are sold that can be taken back, nothing is saved by them.',
    advice: 'Leave it out, or move what can be interrupted to a provider that sells such machines.',
    check: (plan, { provider }) => unpublished(plan, 'spot', provider.spotPercent),
  },
];

/** Half a cent is a rounding. */
const costs = ({ monthlyUsd }: ListedSize, { unitPrice }: Line): boolean =>
  Math.abs(monthlyUsd - unitPrice) <= 0.005;

/** The sizes that a line may mean, the cheapest first: the one that it names, else all of its shape, those with shared cores last. */
function comparable(sizes: readonly ListedSize[], line: Line): readonly ListedSize[] {
  const named = sizes.filter(({ sku }) => sku === line.sku);
  if (named.length > 0) return named;
  const ofShape = sizes
    .filter((size) => shapeOf(size) === shapeOf(line))
    .sort((a, b) => a.monthlyUsd - b.monthlyUsd);
  return [...ofShape.filter(({ isShared }) => !isShared), ...ofShape.filter(({ isShared }) => isShared)];
}

function unpublished(
  { money }: AuditedPlan,
  kind: 'commitment' | 'spot',
  published: number | null,
): readonly Suspicion[] {
  if (published === null) return [];
  return money.discounts
    .filter(({ is }) => is.kind === kind)
    .map(({ is: { percent }, at }) => ({
      text: () => `${percent.high} % are claimed, ${published === 0 ? 'none' : `${published} %`} published.`,
      formula: 'claimed - published',
      inputs: { claimed: percent.high, published },
      unit: '%',
      comparison: '>',
      against: 0,
      cites: [at],
    }));
}
