import { phaseOf, type Roadmap } from './roadmap.ts';

/** A figure that the document prints, beside the sum of its own tasks. */
interface Slip {
  readonly what: string;
  readonly printed: number;
  readonly real: number;
  readonly unit: 'h' | '%';
}

export interface Effort {
  readonly hours: number;
  /** In the order of the phases. */
  readonly byPhase: readonly number[];
  readonly byPerson: readonly {
    readonly id: string;
    readonly hours: number;
    readonly byPhase: readonly number[];
    /** Null where no budget is printed. */
    readonly bufferHours: number | null;
  }[];
  /** Where the printed tables differ from the tasks. */
  readonly slips: readonly Slip[];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Adds the tasks up, by phase and by person, and holds the printed tables against it. Hours of work, not of the calendar. */
export function effortOf(roadmap: Roadmap): Effort {
  const { tasks, phases, people, printed } = roadmap;
  const hoursOf = (owner: string | null, phase: number): number =>
    sum(
      tasks
        .filter((task) => phaseOf(task) === phase && (owner === null || task.owner === owner))
        .map((task) => task.hours),
    );
  const byPhase = phases.map(({ number }) => hoursOf(null, number));
  const byPerson = people.map(({ id }) => {
    const own = phases.map(({ number }) => hoursOf(id, number));
    const budget = printed?.people.find((person) => person.id === id)?.budgetHours;
    return {
      id,
      hours: sum(own),
      byPhase: own,
      bufferHours: budget === undefined ? null : budget - sum(own),
    };
  });
  return { hours: sum(byPhase), byPhase, byPerson, slips: slipsOf(roadmap, byPhase, byPerson) };
}

function slipsOf(
  { phases, printed }: Roadmap,
  byPhase: Effort['byPhase'],
  byPerson: Effort['byPerson'],
): Slip[] {
  if (printed === undefined) return [];
  const slips: Slip[] = printed.phaseHours.map((hours, index) => ({
    what: `phase ${phases[index]?.number ?? index + 1}`,
    printed: hours,
    real: byPhase[index] ?? 0,
    unit: 'h',
  }));
  slips.push({ what: 'all phases', printed: sum(printed.phaseHours), real: sum(byPhase), unit: 'h' });
  for (const person of printed.people) {
    const real = byPerson.find(({ id }) => id === person.id);
    person.phaseHours.forEach((hours, index) => {
      const what = `${person.id} in phase ${phases[index]?.number ?? index + 1}`;
      slips.push({ what, printed: hours, real: real?.byPhase[index] ?? 0, unit: 'h' });
    });
    slips.push({
      what: `${person.id} in all`,
      printed: sum(person.phaseHours),
      real: real?.hours ?? 0,
      unit: 'h',
    });
    slips.push({
      what: `buffer of ${person.id}`,
      printed: person.bufferHours,
      real: real?.bufferHours ?? 0,
      unit: 'h',
    });
    const percent = sum(person.phasePercent) + person.bufferPercent;
    slips.push({ what: `shares of ${person.id}`, printed: percent, real: 100, unit: '%' });
  }
  const inAll = sum(printed.people.flatMap(({ phaseHours }) => phaseHours));
  slips.push({ what: 'all people', printed: inAll, real: sum(byPhase), unit: 'h' });
  return slips.filter((slip) => slip.printed !== slip.real);
}
