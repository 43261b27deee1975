import { sumOf } from '../arithmetic.ts';
import type { AuditedPlan } from '../audited-plan.ts';
import { citesOf } from '../claim.ts';
import { eventOf } from '../event-of.ts';
import { first } from '../pools.ts';
import type { Rule, Suspicion } from '../rule.ts';
import { counted, dollars, number } from '../say.ts';

const linesOf = ({ bills }: AuditedPlan) => bills.flatMap(({ lines }) => lines);
const hasBill = (plan: AuditedPlan): boolean => linesOf(plan).length > 0;
const pays = (plan: AuditedPlan, part: string): number =>
  linesOf(plan).filter((line) => line.part === part).length;
const placesOf = ({ bills }: AuditedPlan): readonly string[] => citesOf(bills);

/** What a plan runs and nobody pays for. */
export const omissionRules: readonly Rule[] = [
  {
    code: 'GC120',
    severity: 'critical',
    title: 'The bill has no line for outgoing traffic',
    why: 'Every participant receives several Mbit/s, and providers charge what leaves them: it is the largest line there is.',
    advice:
      'Add it (gomeet cost), then look at tiles per person, codec, hours and provider: they move it most.',
    check: (plan, { provider, load }) => {
      const price = provider.egressUsdPerGiB;
      if (!hasBill(plan) || price === null || pays(plan, 'egress') > 0) return [];
      const { egressGiBPerMonth, hoursPerMonth, wireGbps } = load(eventOf(plan));
      return [
        {
          text: (cost) =>
            `${number(wireGbps)} Gbit/s on the wire for ${number(hoursPerMonth)} hours are ${number(Math.round(egressGiBPerMonth))} GiB, ${dollars(Math.round(cost))} a month at ${dollars(price)} a GiB, beside a bill that has no such line.`,
          formula: 'egressGiB * pricePerGiB',
          inputs: { egressGiB: egressGiBPerMonth, pricePerGiB: price },
          unit: 'USD/month',
          comparison: '>',
          against: 0,
          cites: placesOf(plan),
        },
      ];
    },
  },
  {
    code: 'GC121',
    severity: 'major',
    title: 'Pods run that no line of the bill pays for',
    why: 'A pod needs a node, and a node costs, whoever the bill forgot.',
    advice: 'Price the nodes that all workloads together need.',
    check: (plan) => {
      const lines = linesOf(plan);
      const unpaid = plan.workloads.filter(
        ({ name, pool }) =>
          !lines.some(
            ({ covers, pools }) => covers.includes(name) || (pool !== undefined && pools.includes(pool)),
          ),
      );
      if (lines.length === 0 || unpaid.length === 0) return [];
      return [
        {
          text: (pods) =>
            `${counted(pods, 'pod')} of ${unpaid.map(({ name }) => name).join(', ')} are in no line.`,
          ...sumOf(unpaid.map(({ name, replicas }) => ({ name, value: first(replicas) ?? 0 }))),
          unit: 'pods',
          comparison: '>',
          against: 0,
          cites: [...placesOf(plan), ...citesOf(...unpaid.map(({ replicas }) => replicas))],
        },
      ];
    },
  },
  {
    code: 'GC122',
    severity: 'major',
    title: 'Nodes are ordered that no line of the bill pays for',
    why: 'Machines are what a provider bills; pods are not.',
    advice: 'Make a line for each pool of nodes.',
    check: (plan) => {
      const paid = new Set(linesOf(plan).flatMap(({ pools }) => pools));
      const unpaid = plan.pools.filter(({ id }) => !paid.has(id));
      if (!hasBill(plan) || unpaid.length === 0) return [];
      return [
        {
          text: (nodes) =>
            `${counted(nodes, 'node')} (${unpaid.map(({ id }) => id).join(', ')}) are in no line.`,
          ...sumOf(unpaid.map(({ id, nodes }) => ({ name: id, value: first(nodes) ?? 0 }))),
          unit: 'nodes',
          comparison: '>',
          against: 0,
          cites: [...placesOf(plan), ...citesOf(...unpaid.map(({ nodes }) => nodes))],
        },
      ];
    },
  },
  {
    code: 'GC123',
    severity: 'minor',
    title: 'The bill has no line for storage',
    why: 'Volumes, recordings and backups are charged by the GiB and month.',
    advice: 'Add volumes, object storage for recordings, snapshots and backups.',
    check: (plan) =>
      missingPart(
        plan,
        'storage',
        plan.cluster.storageTB
          .slice(-1)
          .map(({ is }) => `${number(is)} TB of storage are planned, and nothing is paid for them.`)[0],
      ),
  },
  {
    code: 'GC124',
    severity: 'minor',
    title: 'The bill has no line for control plane, registry, backups or staging',
    why: 'What every platform needs beside its machines is small, but never nothing.',
    advice:
      'Add the highly available control plane, the registry, backups and a second environment, each on its line.',
    check: (plan) =>
      missingPart(plan, 'platform', 'What every platform needs beside its machines is in no line.'),
  },
  {
    code: 'GC125',
    severity: 'major',
    title: 'The bill pays for another number of cores than the cluster has',
    why: 'Either pods are billed as machines while the machines are not billed, or one of the two sizings is forgotten.',
    advice: 'Decide on one sizing and price its nodes.',
    check: (plan) => {
      const priced = linesOf(plan).filter(({ cores, part }) => cores !== undefined && part !== 'egress');
      const withoutShape = new Set(
        linesOf(plan).flatMap(({ cores, pools }) => (cores === undefined ? pools : [])),
      );
      const bought = plan.pools
        .filter(({ id }) => !withoutShape.has(id))
        .map(({ id, nodes, cores }) => ({
          name: id,
          value: (first(nodes) ?? 0) * (first(cores) ?? 0),
        }));
      const inCluster = bought.reduce((total, { value }) => total + value, 0);
      if (priced.length === 0 || inCluster === 0) return [];
      return [
        {
          text: (cores): string =>
            `The bill pays for ${number(cores)} cores, the nodes of the plan have ${number(inCluster)}.`,
          ...sumOf(
            priced.map(({ component, instances, cores }) => ({
              name: component,
              value: instances * (cores ?? 0),
            })),
          ),
          unit: 'cores',
          comparison: '!=',
          against: inCluster,
          cites: [...citesOf(priced), ...citesOf(...plan.pools.map(({ nodes }) => nodes))],
        },
      ];
    },
  },
  {
    code: 'GC126',
    severity: 'minor',
    title: 'The cost of operations has no breakdown',
    why: 'A round sum of which nobody says what it is made of cannot be checked, nor saved on.',
    advice: 'Say who and what it pays for: people, support, tools, on-call.',
    check: ({ money: { operationsMonthly, operationsParts } }) =>
      operationsMonthly.slice(0, 1).map(({ is, at }) => ({
        text: () => `${dollars(is)} a month are one number.`,
        formula: 'parts',
        inputs: { parts: operationsParts.length },
        unit: 'parts',
        comparison: '<',
        against: 1,
        cites: [at],
      })),
  },
  {
    code: 'GC127',
    severity: 'major',
    title: 'A managed database or Redis is planned, and the bill has no line for it',
    why: 'What the provider runs it also charges, by the instance and month.',
    advice: 'Add its line (gomeet cost), or plan it as pods: plan.database: self-hosted.',
    check: (plan) =>
      (['data', 'cache'] as const)
        .filter((part) => first(plan[part].manager) === 'managed')
        .filter((part) => !plan.bills.some(({ unpriced }) => unpriced.includes(part)))
        .flatMap((part) =>
          missingPart(
            plan,
            part,
            `The provider is to run ${part === 'data' ? 'the database' : 'Redis'}, and nothing is paid for it.`,
          ),
        ),
  },
];

function missingPart(plan: AuditedPlan, part: string, words: string | undefined): readonly Suspicion[] {
  if (!hasBill(plan) || words === undefined) return [];
  return [
    {
      text: () => words,
      formula: 'lines',
      inputs: { lines: pays(plan, part) },
      unit: 'lines',
      comparison: '<',
      against: 1,
      cites: placesOf(plan),
    },
  ];
}
