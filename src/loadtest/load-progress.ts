import type { Progress, Step } from '../context.ts';
import { figuresText } from '../progress/figure-text.ts';
import type { Figure } from '../progress/progress-event.ts';
import type { Run } from '../results/run.ts';
import { loadFigures } from './load-figures.ts';

const titles: Readonly<Record<string, string>> = {
  'sign-in': 'Signing in',
  join: 'Joining',
  connect: 'Connecting',
  settle: 'Settling',
  ramp: 'Ramping up',
  turnover: 'Leaving and joining late',
  storm: 'Vanishing and coming back',
  recover: 'Recovering',
  hold: 'Holding',
  fall: 'Ramping down',
  leave: 'Leaving',
};

type Event = Readonly<Record<string, unknown>>;

/** Phases in which people or connections come; what they count is how many there are to be. */
const arrivals = ['join', 'connect'];

/**
 * Turns the events of the generator processes into progress on the screen, and keeps count of refused requests. A phase
 * begins with the first process that enters it; what is done in it adds up over all.
 */
export class LoadProgress {
  readonly #progress: Progress;
  readonly #processors: number | null;
  readonly #latest: Event[];
  readonly #expected = new Map<number, number>();
  readonly #refusals = new Map<string, { where: string; status: number; count: number }>();
  readonly #errors = new Set<string>();
  readonly #begun = new Set<string>();
  #phase = '';
  #step: Step | undefined;
  #lastText = '';

  /** @param processors cores of the machine that the processes share; null where they run elsewhere */
  constructor(progress: Progress, processes: number, processors: number | null) {
    this.#progress = progress;
    this.#processors = processors;
    this.#latest = Array.from({ length: processes }, () => ({}));
  }

  /** @param process number of the generator process that wrote the event */
  on(process: number, event: Event): void {
    if (event.event === 'phase') this.#begin(String(event.name));
    if (event.event === 'progress') this.#update(process, event);
    if (event.event === 'refused') this.#refuse(event);
    if (event.event === 'error') this.#errors.add(String(event.what));
  }

  #begin(phase: string): void {
    if (this.#begun.has(phase)) return;
    this.#begun.add(phase);
    this.#step?.succeed(this.#lastText);
    this.#lastText = '';
    this.#phase = phase;
    this.#step = this.#progress.step(titles[phase] ?? phase);
  }

  #update(process: number, event: Event): void {
    this.#latest[process] = event;
    if (arrivals.includes(String(event.phase))) this.#expected.set(process, Number(event.of ?? 0));
    const same = this.#latest.filter(({ phase }) => phase === this.#phase);
    const figures = this.#figures(same);
    this.#lastText = figuresText(figures);
    const sum = (key: string): number => same.reduce((total, each) => total + Number(each[key] ?? 0), 0);
    // Seconds of a common phase pass once, however many processes count them.
    const isTime = event.unit === 's';
    const total = isTime ? Number(event.of ?? 0) : sum('of');
    this.#step?.update({
      done: isTime ? Number(event.done ?? 0) : sum('done'),
      unit: isTime ? 's' : 'count',
      ...(total > 0 ? { total } : {}),
      figures,
    });
  }

  #figures(latest: readonly Event[]): readonly Figure[] {
    const expected = [...this.#expected.values()].reduce((total, each) => total + each, 0);
    return loadFigures({
      latest,
      expected: expected > 0 ? expected : null,
      refusals: this.refusals().toSorted((a, b) => b.count - a.count),
      errors: [...this.#errors],
      processors: this.#processors,
    });
  }

  #refuse(event: Event): void {
    const where = String(event.where);
    const status = Number(event.status);
    const key = `${where} ${status}`;
    const known = this.#refusals.get(key) ?? { where, status, count: 0 };
    known.count += Number(event.count ?? 1);
    this.#refusals.set(key, known);
  }

  /** Ends the step that is under way. */
  end(isWhole: boolean): void {
    if (isWhole) this.#step?.succeed(this.#lastText);
    else this.#step?.fail('ended early');
    this.#step = undefined;
  }

  refusals(): Run['refusals'] {
    return [...this.#refusals.values()];
  }
}
