import type { Progress, Step } from '../context.ts';
import type { Run } from '../results/run.ts';

const titles: Readonly<Record<string, string>> = {
  'sign-in': 'Signing in',
  join: 'Joining the room',
  settle: 'Settling',
  hold: 'Holding',
  leave: 'Leaving',
};

type Event = Readonly<Record<string, unknown>>;

/** Turns the generator's events into progress on the screen, and keeps count of refused requests. */
export class RoomProgress {
  readonly #progress: Progress;
  readonly #totals: Readonly<Record<string, number>>;
  readonly #refusals = new Map<string, { where: string; status: number; count: number }>();
  #step: Step | undefined;
  #lastText = '';

  constructor(progress: Progress, request: { participants: number; durationSeconds: number }) {
    this.#progress = progress;
    this.#totals = {
      'sign-in': request.participants,
      join: request.participants,
      hold: request.durationSeconds,
    };
  }

  on(event: Event): void {
    if (event.event === 'phase') this.#begin(String(event.name));
    if (event.event === 'progress') this.#update(event);
    if (event.event === 'refused') this.#refuse(event);
  }

  #begin(phase: string): void {
    this.#step?.succeed(this.#lastText);
    this.#lastText = '';
    this.#step = this.#progress.step(titles[phase] ?? phase);
  }

  #update(event: Event): void {
    const phase = String(event.phase);
    const packets = Number(event.packetsPerSecond ?? 0);
    const lost = Number(event.lost ?? 0);
    const media = packets > 0 ? `${Math.round(packets).toLocaleString('en-US')} packets/s, ${lost} lost` : '';
    this.#lastText = media;
    const done = typeof event.done === 'number' ? { done: event.done } : {};
    const of = typeof event.of === 'number' && event.of > 0 ? event.of : this.#totals[phase];
    this.#step?.update({ ...done, ...(of === undefined ? {} : { total: of }), text: media });
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
