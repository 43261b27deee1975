import { phaseOf, type Roadmap } from './roadmap.ts';

/** What makes a list of tasks one that cannot be computed: names that lead nowhere, ids twice, tasks that wait for themselves. */
export function roadmapFaults({ tasks, people, phases }: Roadmap): string[] {
  const ids = tasks.map(({ id }) => id);
  const known = new Set(ids);
  const owners = new Set(people.map(({ id }) => id));
  const numbers = new Set(phases.map(({ number }) => number));
  const faults = ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `task ${id} is there twice`);
  for (const task of tasks) {
    if (!owners.has(task.owner))
      faults.push(`task ${task.id}: owner ${task.owner} is nobody; accepted: ${[...owners].join(', ')}`);
    if (!numbers.has(phaseOf(task)))
      faults.push(
        `task ${task.id}: its id names no phase; accepted: ${[...numbers].map((n) => `P${n}-T01`).join(', ')} and so on`,
      );
    for (const other of task.after)
      if (!known.has(other)) faults.push(`task ${task.id} comes after ${other}, which is no task`);
  }
  if (faults.length > 0) return faults;
  const circle = findCircle(tasks);
  return circle === null ? [] : [`these wait for one another: ${circle.join(' after ')}`];
}

function findCircle(tasks: Roadmap['tasks']): string[] | null {
  const open = new Map(tasks.map((task) => [task.id, task.after]));
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const [id, after] of open) if (after.every((other) => !open.has(other))) open.delete(id);
  }
  const [start] = open.keys();
  if (start === undefined) return null;
  const way = [start];
  for (;;) {
    const next = open.get(way.at(-1) as string)?.find((other) => open.has(other)) as string;
    const seen = way.indexOf(next);
    way.push(next);
    if (seen >= 0) return way.slice(seen);
  }
}
