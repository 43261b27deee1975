/** A plan.json that was changed by hand: whatever was changed, the audit says so. */
import { describe, expect, test } from 'vitest';
import { claimsOf, ownDocument, world } from '../../tests/support/sound-plan.ts';
import type { PlanDocument } from '../planning/plan.ts';
import { auditPlan } from './findings.ts';

const reference = ownDocument();

function line({ lines }: PlanDocument, id: string): PlanDocument['lines'][string] {
  const found = lines[id];
  if (found === undefined) throw new Error(`the reference plan has lost its line ${id}`);
  return found;
}
function named<Item>(items: readonly Item[], is: (item: Item) => boolean): Item {
  const item = items.find(is);
  if (item === undefined) throw new Error('the reference plan has lost a part that these tests change');
  return item;
}
const codesAfter = (change: (plan: PlanDocument) => void): readonly string[] => {
  const plan = structuredClone(reference);
  change(plan);
  return auditPlan(claimsOf(plan), world).map(({ code }) => code);
};
const without =
  (...names: readonly string[]) =>
  (plan: PlanDocument) => {
    plan.workloads = plan.workloads.filter(({ name }) => !names.includes(name));
  };
const value =
  (id: string, is: number) =>
  (plan: PlanDocument): void => {
    line(plan, id).value = is;
  };

const alterations: readonly (readonly [string, string, (plan: PlanDocument) => void])[] = [
  ['media.nodes is 5 beside 50 + 5', 'GC009', value('media.nodes', 5)],
  ['a month of traffic is 1 GiB', 'GC009', value('traffic.month.egress-gib', 1)],
  ['a small share is a little smaller', 'GC009', value('media.share.join', 0.0049)],
  ['no database instance', 'GC407', value('data.postgres.instances', 0)],
  ['no shard', 'GC009', value('data.postgres.shards', 0)],
  [
    'the media pool has 5 nodes, the line 55',
    'GC825',
    (plan) => (named(plan.pools, ({ id }) => id === 'media').nodes = 5),
  ],
  [
    'one TURN node instead of 22',
    'GC825',
    (plan) => (named(plan.pools, ({ id }) => id === 'turn').nodes = 1),
  ],
  ['50 meetings on a node', 'GC825', (plan) => (plan.media.meetingsPerNode = 50)],
  [
    'two pods of auth instead of five',
    'GC825',
    (plan) => (named(plan.workloads, ({ name }) => name === 'api-auth').replicas = 2),
  ],
  [
    'a worker node of 160 cores',
    'GC825',
    (plan) => (named(plan.pools, ({ id }) => id === 'worker').cores = 160),
  ],
  ['a target of the CPU that is not reckoned with', 'GC825', (plan) => (plan.choices.targets.cpu = 0.9)],
  ['no signaling', 'GC406', without('api-signaling')],
  ['no Prometheus', 'GC406', without('prometheus')],
  ['no media server', 'GC406', without('livekit')],
  ['no hours, and traffic all the same', 'GC826', (plan) => (plan.event.calendar.hoursPerDay = 0)],
  ['larger meetings', 'GC826', (plan) => (named(plan.event.meetings, () => true).participants = 50)],
  ['fewer tiles', 'GC826', (plan) => (plan.event.layout.smallTiles = 9)],
  [
    'a database that nobody pays for',
    'GC127',
    (plan) => (plan.resources = plan.resources.filter(({ id }) => id !== 'postgres')),
  ],
];

describe('a plan.json that was changed by hand', () => {
  test.each(alterations)('%s: %s', (_name, code, change) => {
    expect(codesAfter(change)).toContain(code);
  });

  test('says what the number should be', () => {
    const plan = structuredClone(reference);
    line(plan, 'media.nodes').value = 5;
    const { evidence } = named(auditPlan(claimsOf(plan), world), ({ code }) => code === 'GC009');
    expect(evidence.arithmetic).toMatchObject({
      formula: 'neededNodes + spareNodes',
      inputs: { neededNodes: 50, spareNodes: 5 },
      value: 55,
      against: 5,
    });
  });
});
