import { answersDisagree, numbersDisagree } from '../disagreement.ts';
import type { Rule } from '../rule.ts';

const twoBuilds = 'Whoever builds from one document builds something else than who builds from another.';

/** Numbers and sizes that a plan states more than once. */
export const sizeDisagreements: readonly Rule[] = [
  numbersDisagree(
    {
      code: 'GC801',
      severity: 'major',
      about: 'the number of media nodes',
      unit: 'nodes',
      why: 'It is the number that the bill, the cluster and the autoscaler start from.',
      advice: 'Derive it (gomeet plan), and keep the others as scenarios.',
    },
    ({ media }) => media.nodes,
  ),
  numbersDisagree(
    {
      code: 'GC802',
      severity: 'major',
      about: 'the number of API instances',
      unit: 'instances',
      why: 'Sizing table, bill and manifests each have a number of their own.',
      advice: 'Let the manifests follow the plan, and the bill the manifests.',
    },
    ({ sizing, bills, workloads }) => {
      const api = workloads.filter(({ part }) => part === 'api' || part === 'relay');
      const [replicas] = api.flatMap(({ replicas: claims }) => claims);
      const sum = api.reduce((total, { replicas: [first] }) => total + (first?.is ?? 0), 0);
      const isApi = ({ component }: { component: string }): boolean => /^API/i.test(component);
      return [
        ...sizing.flatMap(({ rows }) => rows.filter(isApi).map(({ count, at }) => ({ is: count, at }))),
        ...bills.flatMap(({ lines }) =>
          lines.filter(isApi).map(({ instances, at }) => ({ is: instances, at })),
        ),
        ...(replicas === undefined ? [] : [{ is: sum, at: replicas.at }]),
      ];
    },
  ),
  numbersDisagree(
    {
      code: 'GC803',
      severity: 'major',
      about: 'the number of database nodes',
      unit: 'nodes',
      why: twoBuilds,
      advice: 'Choose one, by connections and writes a second.',
    },
    ({ data }) => data.nodes,
  ),
  answersDisagree(
    {
      code: 'GC804',
      severity: 'major',
      about: 'the size of a database node',
      why: twoBuilds,
      advice: 'Choose one, by the working set that has to stay in memory.',
    },
    ({ data }) => data.nodeShape,
  ),
  numbersDisagree(
    {
      code: 'GC806',
      severity: 'major',
      about: 'the number of Redis nodes',
      unit: 'nodes',
      why: twoBuilds,
      advice: 'Take one primary with replicas; size it by messages a second.',
    },
    ({ cache }) => cache.nodes,
  ),
  answersDisagree(
    {
      code: 'GC807',
      severity: 'minor',
      about: 'the size of a Redis node',
      why: twoBuilds,
      advice: 'Choose by memory: Redis uses one core for its commands.',
    },
    ({ cache }) => cache.nodeShape,
  ),
  numbersDisagree(
    {
      code: 'GC809',
      severity: 'major',
      about: 'the number of cluster nodes',
      unit: 'nodes',
      why: twoBuilds,
      advice: 'Derive it from what the pods request.',
    },
    ({ cluster }) => cluster.nodes,
  ),
  numbersDisagree(
    {
      code: 'GC814',
      severity: 'minor',
      about: 'the number of gateways',
      unit: 'gateways',
      why: 'Three boxes of six may be eighteen machines, or the same six drawn three times.',
      advice: 'Draw each machine once.',
    },
    ({ edge }) => edge.gateways,
  ),
  numbersDisagree(
    {
      code: 'GC817',
      severity: 'minor',
      about: 'the storage',
      unit: 'TB',
      why: 'Storage is paid by the GiB and month, used or not.',
      advice: 'Derive it from recordings, database and metrics.',
    },
    ({ cluster }) => cluster.storageTB,
  ),
  numbersDisagree(
    {
      code: 'GC821',
      severity: 'major',
      about: 'how far the media server may scale',
      unit: 'pods',
      why: 'The maximum decides how many meetings there can be, and how high the bill may go.',
      advice: 'Set it to the planned nodes and their spare.',
    },
    ({ workloads }) =>
      workloads.filter(({ part }) => part === 'media').flatMap(({ autoscaler }) => autoscaler?.maximum ?? []),
  ),
  {
    code: 'GC823',
    severity: 'note',
    title: 'An enlargement is announced that the older document has already',
    why: 'Two documents of one day cannot both be the older one: one of the sizes was never true.',
    advice: 'Keep the history in version control (gomeet plan diff), not in brackets.',
    check: ({ growth, sizing }) =>
      growth.flatMap(({ component, fromCores, toCores, at }) =>
        sizing
          .flatMap(({ rows }) => rows)
          .filter((row) => row.component === component && row.cores === toCores)
          .map((row) => ({
            text: () =>
              `${component} is said to have grown from ${fromCores} to ${toCores} cores; ${row.at} has ${toCores} already.`,
            formula: 'listedCores - coresBefore',
            inputs: { listedCores: toCores, coresBefore: fromCores },
            unit: 'cores',
            comparison: '!=' as const,
            against: 0,
            cites: [at, row.at],
          })),
      ),
  },
];
