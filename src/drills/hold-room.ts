import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connections } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';
import { loadAccounts } from '../loadtest/load.ts';
import { requireTools } from '../loadtest/require-tools.ts';
import { planRoom, type RoomPlan } from '../loadtest/room/plan.ts';
import { callProfile } from '../loadtest/room/profiles.ts';
import { writeWhole } from '../results/write-run.ts';
import type { RoomOfDrill } from './drill.ts';
import type { MediaGap } from './media-gaps.ts';

/** A room of light participants that lives through a drill. */
export interface HeldRoom {
  readonly participants: number;
  /** Lets everyone go and returns all gaps in their media, by the monotonic clock. */
  end(): Promise<readonly MediaGap[]>;
}

type Needs = Pick<Context, 'k6' | 'localTarget' | 'projectRoot' | 'now' | 'monotonic' | 'signal'>;

/** Longer than any drill: the 7 minutes without Redis and what goes before and after. */
const drillSecondsMax = 1_800;

/** Where a room is held: the way in, and accounts that are there. */
export interface RoomPlace {
  readonly apiUrl: string;
  /** Whether everyone is on this machine. */
  readonly onLoopback: boolean;
  readonly accounts: RoomPlan['accounts'];
}

/** A room on the platform of this machine, whose accounts are written into its database. */
export async function holdRoom(
  ctx: Needs & Pick<Context, 'postgres'>,
  { apiUrl, databaseUrl }: Pick<Connections, 'apiUrl' | 'databaseUrl'>,
  people: RoomOfDrill,
  directory: string,
  maxSeconds = drillSecondsMax,
): Promise<HeldRoom> {
  const password = randomBytes(18).toString('base64url');
  const postgres = await ctx.postgres(databaseUrl);
  await postgres
    .seedAccounts({ ...loadAccounts, count: people.participants, password })
    .finally(() => postgres.close());
  const place = { apiUrl, onLoopback: true, accounts: { ...loadAccounts, password } };
  return holdRoomAt(ctx, place, people, directory, maxSeconds);
}

/**
 * Opens a room and waits until everyone is in it and receives. Who loses it comes back by themselves, as an app does.
 *
 * @param maxSeconds when everybody leaves though nobody told them to: whoever holds the room may have died
 * @throws Error with the generator's last words when the room does not come about
 */
export async function holdRoomAt(
  ctx: Needs,
  place: RoomPlace,
  people: RoomOfDrill,
  directory: string,
  maxSeconds = drillSecondsMax,
): Promise<HeldRoom> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const [planFile, untilFile, logFile] = ['plan.json', 'enough', 'k6.log'].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  const tools = await requireTools(await ctx.localTarget());
  const plan = makePlan(ctx, place, people, {
    clips: tools.clips,
    untilFile,
    maxSeconds,
    directory,
  });
  await writeWhole(planFile, JSON.stringify(plan), 0o600);
  const toMonotonic = ctx.monotonic() - ctx.now();
  const gaps: MediaGap[] = [];
  const { promise: isThere, resolve: there } = Promise.withResolvers<void>();
  const ended = (await ctx.k6()).run({
    program: tools.k6,
    script: join(ctx.projectRoot, 'scenarios', 'endure.ts'),
    variables: { GOMEET_PLAN: planFile },
    logFile,
    eventsFile: join(directory, 'loadgen.ndjson'),
    onEvent(event) {
      if (event.event === 'phase' && event.name === 'endure') there();
      if (event.event !== 'gap') return;
      gaps.push({
        participant: Number(event.participant),
        fromMs: Number(event.from) + toMonotonic,
        toMs: event.to === null ? null : Number(event.to) + toMonotonic,
      });
    },
  });
  try {
    await Promise.race([
      isThere,
      ended.then(async () => Promise.reject(new Error(await lastWords(logFile)))),
    ]);
  } finally {
    // It holds the accounts' password, and has been read by now.
    await rm(planFile, { force: true });
  }
  return {
    participants: people.participants,
    async end() {
      await writeWhole(untilFile, '');
      await ended;
      return gaps;
    },
  };
}

function makePlan(
  ctx: Needs,
  { apiUrl, onLoopback, accounts }: RoomPlace,
  { participants, publishers, relayedShare = 0 }: RoomOfDrill,
  files: {
    readonly clips: string;
    readonly untilFile: string;
    readonly maxSeconds: number;
    readonly directory: string;
  },
): object {
  const request = {
    participants,
    publishers,
    microphones: 1,
    layout: 'grid-25' as const,
    durationSeconds: files.maxSeconds,
    joinRatePerSecond: 5,
    room: 'Room of a drill',
    ...(relayedShare > 0 && { faces: [{ kind: 'turn' as const, share: relayedShare }] }),
  };
  const world = {
    apiUrl,
    password: accounts.password,
    clipsDirectory: files.clips,
    onLoopback,
    startAt: ctx.now(),
    accessTokensFile: null,
    sharedDirectory: files.directory,
  };
  return {
    ...planRoom(request, callProfile, world),
    accounts,
    endure: { untilFile: files.untilFile, maxSeconds: files.maxSeconds },
    outputDirectory: files.directory,
  };
}

async function lastWords(logFile: string): Promise<string> {
  const tail = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-2).join(' · ');
  return `the room of the drill did not come about${tail === '' ? '' : `: ${tail}`}`;
}
