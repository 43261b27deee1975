import { setTimeout as delay } from 'node:timers/promises';
import type { FrameSample, Probe } from '../../adapters/browser/browsers.ts';
import type { Context } from '../../context.ts';
import type { BrowserRecord, BrowserSnapshot } from './browser-record.ts';
import type { CrewOutcome } from './browser-result.ts';
import { clockDifferenceMs } from './clock-difference.ts';
import { joinIntervalSeconds } from './load.ts';

/** One browser with what it has told so far. */
interface Member {
  readonly probe: Probe;
  readonly userId: string;
  readonly frames: FrameSample[];
  readonly snapshots: BrowserSnapshot[];
  /** Everything else that it told. */
  state: Omit<BrowserRecord, 'frames' | 'snapshots'>;
}

const pollIntervalMs = 1000;

/** The browsers of a run, signed in, with the room that the first of them has opened. */
export class Crew {
  readonly roomId: string;
  readonly #ctx: Pick<Context, 'now' | 'monotonic'>;
  readonly #members: readonly Member[];
  readonly #stopping = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #hasBegun = false;
  #clockDifferenceMs = 0;

  constructor(
    ctx: Pick<Context, 'now' | 'monotonic'>,
    roomId: string,
    signedIn: readonly { probe: Probe; userId: string }[],
  ) {
    this.#ctx = ctx;
    this.roomId = roomId;
    this.#members = signedIn.map((each, i) => ({
      ...each,
      frames: [],
      snapshots: [],
      state: initialState(i),
    }));
  }

  /** Begins to join, one browser after the other, and to take down once a second what they measure. Later calls do nothing. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#watching = this.#joinAndWatch(this.#ctx.now());
  }

  /** Takes down the last news, leaves and ends every browser. */
  async stop(): Promise<CrewOutcome> {
    this.#stopping.abort();
    await this.#watching;
    try {
      await this.#compareClocks();
      // The first one opened the room and ends it, so it leaves last.
      for (const { probe, state } of this.#members.toReversed())
        if (state.failure === null) await probe.leave().catch(() => undefined);
    } finally {
      await Promise.all(this.#members.map(({ probe }) => probe.end()));
    }
    return {
      records: this.#members.map(({ state, frames, snapshots }) => ({ ...state, frames, snapshots })),
      clockDifferenceMs: this.#clockDifferenceMs,
    };
  }

  async #joinAndWatch(startAt: number): Promise<void> {
    const joined = this.#members.map((member, i) =>
      this.#join(member, startAt + i * 1000 * joinIntervalSeconds),
    );
    void Promise.all(joined).then(() => this.#compareClocks());
    while (await this.#pause(pollIntervalMs)) await this.#takeNews();
    await Promise.all(joined);
    await this.#takeNews();
  }

  async #join(member: Member, intendedAt: number): Promise<void> {
    if (!(await this.#pause(intendedAt - this.#ctx.now()))) return;
    member.state = { ...member.state, joinIntendedAt: intendedAt };
    try {
      const browsers = this.#members.map(({ userId }) => userId);
      const { connectedAt } = await member.probe.join({ roomId: this.roomId, browsers });
      member.state = { ...member.state, connectedAt };
    } catch (error) {
      this.#drop(member, error);
    }
  }

  async #takeNews(): Promise<void> {
    const present = this.#members.filter(({ state }) => state.connectedAt !== null && state.failure === null);
    await Promise.all(
      present.map(async (member) => {
        try {
          const { frames, snapshot, firstFrameAt, disconnected } = await member.probe.news();
          const cpuSeconds = await member.probe.cpuSeconds();
          member.frames.push(...frames);
          member.snapshots.push({ ...snapshot, cpuSeconds });
          member.state = { ...member.state, firstFrameAt, failure: disconnected };
        } catch (error) {
          this.#drop(member, error);
        }
      }),
    );
  }

  async #compareClocks(): Promise<void> {
    const living = this.#members.filter(({ state }) => state.failure === null).map(({ probe }) => probe);
    const found = await clockDifferenceMs(this.#ctx, living).catch(() => 0);
    this.#clockDifferenceMs = Math.max(this.#clockDifferenceMs, found);
  }

  #drop(member: Member, error: unknown): void {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    member.state = { ...member.state, failure: line };
  }

  /** Resolves with true after so long, and with false at once when the crew stops. */
  #pause(ms: number): Promise<boolean> {
    return delay(Math.max(0, ms), true, { signal: this.#stopping.signal }).catch(() => false);
  }
}

function initialState(index: number): Member['state'] {
  return {
    name: `browser ${index + 1}`,
    joinIntendedAt: null,
    connectedAt: null,
    firstFrameAt: null,
    failure: null,
  };
}
