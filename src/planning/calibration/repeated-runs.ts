import type { Observation } from './fit-costs.ts';
import type { MediaRun } from './observe-media.ts';

/**
 * Runs of the same room, that is of the same label, become one that is as long as all of them: its load, its CPU and its memory
 * are their means. A virtual machine's speed scatters by a tenth from one run to the next; the mean of n scatters by 1/√n of it.
 */
export function takenTogether(runs: readonly MediaRun[]): MediaRun[] {
  const groups = Map.groupBy(runs, ({ cpu }) => cpu.label);
  return [...groups.values()].map((group) => {
    const memories = group.flatMap(({ memory }) => memory ?? []);
    const joins = group.flatMap(({ join }) => join ?? []);
    return {
      cpu: meanOf(group.map(({ cpu }) => cpu)),
      generator: meanOf(group.map(({ generator }) => generator)),
      memory: memories.length === 0 ? null : meanOf(memories),
      join:
        joins.length === 0
          ? null
          : {
              coreSeconds: sumOf(joins.map(({ coreSeconds }) => coreSeconds)),
              joins: sumOf(joins.map((each) => each.joins)),
            },
    };
  });
}

function meanOf(observations: readonly Observation[]): Observation {
  const mean = (of: (observation: Observation) => number): number =>
    sumOf(observations.map(of)) / observations.length;
  const terms = Object.keys(observations[0]?.load ?? {});
  return {
    run: observations.map(({ run }) => run).join(' '),
    label: observations[0]?.label ?? '',
    load: Object.fromEntries(terms.map((term) => [term, mean(({ load }) => load[term] ?? 0)])),
    measured: mean(({ measured }) => measured),
    slowness: mean(({ slowness }) => slowness),
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
