import { phaseOf, type Roadmap, type Task } from './roadmap.ts';

/** When a task is worked on, in hours of the calendar from the beginning: a person with a share of 0.6 needs 40 of them for 24 hours of work. */
export interface Slot {
  readonly id: string;
  readonly owner: string;
  readonly from: number;
  readonly to: number;
}

export interface Chain {
  /** Tasks, the first first. */
  readonly tasks: readonly string[];
  /** Hours of work. */
  readonly hours: number;
  /** Hours of the calendar, with everybody's share. */
  readonly calendarHours: number;
}

type Durations = (task: Task) => number;

/** Hours of the calendar that its owner needs. */
const lasting =
  ({ people }: Roadmap): Durations =>
  ({ owner, hours }) =>
    hours / (people.find(({ id }) => id === owner)?.share ?? 1);

/** The chain of tasks that decides how long a set of them takes at the least; what is before the set is taken as done. */
export function longestChain(roadmap: Roadmap, tasks: readonly Task[] = roadmap.tasks): Chain {
  const duration = lasting(roadmap);
  const tails = tailsOf(tasks, duration);
  const chain: Task[] = [];
  for (let among = [...tasks]; among.length > 0; ) {
    const next = among.reduce((best, task) => (tailOf(tails, task) > tailOf(tails, best) ? task : best));
    chain.push(next);
    among = tasks.filter(({ after }) => after.includes(next.id));
  }
  return {
    tasks: chain.map(({ id }) => id),
    hours: chain.reduce((total, task) => total + task.hours, 0),
    calendarHours: chain.reduce((total, task) => total + duration(task), 0),
  };
}

/** The longest chain of each phase by itself. */
export const chainsOfPhases = (roadmap: Roadmap): (Chain & { readonly phase: number })[] =>
  roadmap.phases.map(({ number }) => ({
    phase: number,
    ...longestChain(
      roadmap,
      roadmap.tasks.filter((task) => phaseOf(task) === number),
    ),
  }));

/**
 * A calendar in which nobody does two things at once: whoever is free takes, of the tasks that may begin, the one with the longest
 * chain behind it. That is not always the shortest calendar, but none can be shorter than the longest chain.
 *
 * @param gated whether no task begins before the first week of its phase, as the document has it
 */
export function levelledCalendar(roadmap: Roadmap, { gated }: { readonly gated: boolean }): Slot[] {
  const { tasks, phases, hoursPerWeek } = roadmap;
  const duration = lasting(roadmap);
  const tails = tailsOf(tasks, duration);
  const opens = (task: Task): number => {
    const week = phases.find(({ number }) => number === phaseOf(task))?.firstWeek ?? 1;
    return gated ? (week - 1) * hoursPerWeek : 0;
  };
  const slots = new Map<string, Slot>();
  const freeAt = new Map<string, number>();
  const open = new Set(tasks);
  while (open.size > 0) {
    const startable = [...open].filter(({ after }) => after.every((id) => slots.has(id)));
    const starts = startable.map((task) => ({
      task,
      from: Math.max(
        opens(task),
        freeAt.get(task.owner) ?? 0,
        ...task.after.map((id) => slots.get(id)?.to ?? 0),
      ),
    }));
    const earliest = Math.min(...starts.map(({ from }) => from));
    const [next] = starts
      .filter(({ from }) => from === earliest)
      .sort((a, b) => tailOf(tails, b.task) - tailOf(tails, a.task) || a.task.id.localeCompare(b.task.id));
    if (next === undefined) throw new Error('the tasks wait for one another');
    const slot = {
      id: next.task.id,
      owner: next.task.owner,
      from: next.from,
      to: next.from + duration(next.task),
    };
    slots.set(slot.id, slot);
    freeAt.set(slot.owner, slot.to);
    open.delete(next.task);
  }
  return tasks.flatMap(({ id }) => slots.get(id) ?? []);
}

/** From the beginning of each task to the end of the longest chain that waits for it. */
function tailsOf(tasks: readonly Task[], duration: Durations): ReadonlyMap<string, number> {
  const tails = new Map<string, number>();
  const tail = (task: Task): number => {
    const known = tails.get(task.id);
    if (known !== undefined) return known;
    const behind = tasks.filter(({ after }) => after.includes(task.id)).map(tail);
    const found = duration(task) + Math.max(0, ...behind);
    tails.set(task.id, found);
    return found;
  };
  for (const task of tasks) tail(task);
  return tails;
}

const tailOf = (tails: ReadonlyMap<string, number>, { id }: Task): number => tails.get(id) ?? 0;
