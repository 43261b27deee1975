import type { Run } from '../results/run.ts';
import { type Chain, chainsOfPhases, levelledCalendar, longestChain, type Slot } from './calendar.ts';
import { type Effort, effortOf } from './effort.ts';
import { judgeTask, type TaskFindings } from './evidence.ts';
import type { Roadmap, Task } from './roadmap.ts';

/** A list of tasks, computed: how much, how long, and what of it is shown. */
export interface JudgedRoadmap {
  readonly roadmap: Roadmap;
  readonly effort: Effort;
  readonly chain: Chain;
  readonly phaseChains: readonly (Chain & { readonly phase: number })[];
  /** With every phase beginning in its printed week, and with none waiting for its week. */
  readonly gated: readonly Slot[];
  readonly free: readonly Slot[];
  readonly tasks: readonly (Task & TaskFindings)[];
}

/** @param runs the recorded ones, newest first */
export const judgeRoadmap = (roadmap: Roadmap, runs: readonly Run[]): JudgedRoadmap => ({
  roadmap,
  effort: effortOf(roadmap),
  chain: longestChain(roadmap),
  phaseChains: chainsOfPhases(roadmap),
  gated: levelledCalendar(roadmap, { gated: true }),
  free: levelledCalendar(roadmap, { gated: false }),
  tasks: roadmap.tasks.map((task) => ({ ...task, ...judgeTask(task, runs) })),
});

/** When the last of them ends, in weeks from the beginning. */
export const weeksOf = (slots: readonly Slot[], { hoursPerWeek }: Roadmap): number =>
  Math.max(0, ...slots.map(({ to }) => to)) / hoursPerWeek;
