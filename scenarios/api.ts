/// <reference path="../loadgen/k6/index.d.ts" />
import http from 'k6/http';
import { Journeys, type JourneysPlan } from 'k6/x/gomeet';
import { journeySets } from './lib/journeys.ts';
import { loadShape, type ShapeName } from './lib/shapes.ts';

/**
 * People who walk through the signaling API as an open model: their journeys begin when the shape of the load says,
 * however slow the answers are. `gomeet loadtest api` writes the plan and reads the results.
 */
interface ApiPlan
  extends Pick<JourneysPlan, 'apiUrl' | 'startAt' | 'share' | 'users' | 'newcomers' | 'outputDirectory'> {
  schema: 'gomeet.api-plan/v1';
  shape: ShapeName;
  ratePerSecond: number;
  holdSeconds: number;
  journeys: keyof typeof journeySets;
  /** Rooms that stay open during the load, for guests to join. */
  lobbies: number;
}

const {
  schema: _,
  shape,
  ratePerSecond,
  holdSeconds,
  journeys: set,
  lobbies,
  ...rest
}: ApiPlan = JSON.parse(open(__ENV.GOMEET_PLAN ?? ''));

export const options = {
  scenarios: {
    // The HTTP of the journeys is Go's: each person has an address and a connection, which virtual users share.
    api: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '24h', gracefulStop: '1m' },
  },
  setupTimeout: '1m',
  teardownTimeout: '1m',
};

/** The first user signs in and opens the lobbies. */
export function setup(): { lobby: string[] } {
  if (lobbies === 0) return { lobby: [] };
  const token = signIn();
  const open = (i: number) => post('/api/v1/rooms', { name: `Lobby ${i + 1}`, maxUsers: 1000 }, token, 201);
  return { lobby: Array.from({ length: lobbies }, (_, i) => String(open(i).id)) };
}

export default function walk({ lobby }: { lobby: string[] }) {
  const journeys = new Journeys({
    ...rest,
    ...loadShape(shape, ratePerSecond, holdSeconds),
    schema: 'gomeet.journeys-plan/v1',
    journeys: journeySets[set],
    shared: { lobby },
  });
  try {
    journeys.signIn();
    journeys.run();
  } finally {
    journeys.close();
  }
}

export function teardown({ lobby }: { lobby: string[] }) {
  if (lobby.length === 0) return;
  const token = signIn();
  for (const id of lobby) post(`/api/v1/rooms/${id}/end`, {}, token, 204);
}

function signIn(): string {
  const { emailPattern, first, password } = rest.users;
  const email = emailPattern.replace(/%0?(\d*)d/, (_, width) => String(first).padStart(Number(width), '0'));
  return String(post('/api/v1/auth/login', { email, password }, undefined, 200).accessToken);
}

function post(
  path: string,
  body: object,
  token: string | undefined,
  expected: number,
): Record<string, unknown> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (token !== undefined) headers.Authorization = `Bearer ${token}`;
  const response = http.post(rest.apiUrl + path, JSON.stringify(body), { headers });
  if (response.status !== expected)
    throw new Error(
      `POST ${path}: HTTP ${response.status}, expected ${expected}: ${response.error || response.body}`,
    );
  return response.body ? (response.json() as Record<string, unknown>) : {};
}
