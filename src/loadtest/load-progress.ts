import type { Progress, Step } from '../context.ts';
import type { Run } from '../results/run.ts';

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

/**
 * Turns the events of the generator processes into progress on the screen, and keeps count of refused requests. A phase
 * begins with the first process that enters it; what is done in it adds up over all.
 */
export class LoadProgress {
  readonly #progress: Progress;
  readonly #latest: Event[];
  readonly #refusals = new Map<string, { where: string; status: number; count: number }>();
  readonly #begun = new Set<string>();
  #phase = '';
  #step: Step | undefined;
  #lastText = '';

  constructor(progress: Progress, processes: number) {
    this.#progress = progress;
    this.#latest = Array.from({ length: processes }, () => ({}));
  }

  /** @param process number of the generator process that wrote the event */
  on(process: number, event: Event): void {
    if (event.event === 'phase') this.#begin(String(event.name));
    if (event.event === 'progress') this.#update(process, event);
    if (event.event === 'refused') this.#refuse(event);
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
    const same = this.#latest.filter(({ phase }) => phase === this.#phase);
    const sum = (key: string): number => same.reduce((total, each) => total + Number(each[key] ?? 0), 0);
    this.#lastText = rates(sum);
    // Seconds of a common phase pass once, however many processes count them.
    const isTime = event.unit === 's';
    const total = isTime ? Number(event.of ?? 0) : sum('of');
    this.#step?.update({
      done: isTime ? Number(event.done ?? 0) : sum('done'),
      ...(total > 0 ? { total } : {}),
      text: this.#lastText,
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

function rates(sum: (key: string) => number): string {
  const per = (key: string, what: string): string[] =>
    sum(key) > 0 ? [`${Math.round(sum(key)).toLocaleString('en-US')} ${what}/s`] : [];
  const shown = [
    ...per('packetsPerSecond', 'packets'),
    ...per('requestsPerSecond', 'requests'),
    ...per('messagesPerSecond', 'messages'),
  ];
  return shown.length === 0 ? '' : `${shown.join(', ')}, ${sum('lost')} lost`;
}
