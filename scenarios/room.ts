/// <reference path="../loadgen/k6/index.d.ts" />
import http from 'k6/http';
import { Meeting, type RoomPlan } from 'k6/x/gomeet';

/**
 * One meeting from its first sign-in to its end: everyone signs in, joins at a rate, the room settles, is held and
 * measured, and everyone leaves. `gomeet loadtest room` writes the plan and reads the results.
 */
const plan: RoomPlan = JSON.parse(open(__ENV.GOMEET_PLAN ?? ''));

export const options = {
  scenarios: {
    // One virtual user drives all participants: as a virtual user each would cost 1 to 5 MB and a JavaScript engine.
    room: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '24h', gracefulStop: '1m' },
  },
  setupTimeout: '1m',
  teardownTimeout: '1m',
};

/** Signs the host in, who is the first account, and opens the room, unless the plan names one that is open. */
export function setup(): { roomId: string } {
  if (plan.room.id !== null) return { roomId: plan.room.id };
  const room = post(
    '/api/v1/rooms',
    { name: plan.room.name, maxUsers: plan.participants },
    signInHost(),
    201,
  );
  return { roomId: String(room.id) };
}

export default function walk({ roomId }: { roomId: string }) {
  const meeting = new Meeting({ ...plan, room: { ...plan.room, id: roomId } });
  try {
    meeting.signIn();
    meeting.join();
    meeting.settle();
    meeting.hold();
    meeting.leave();
  } finally {
    meeting.close();
  }
}

/** Ends the meeting that setup opened. The host signs in anew, because an access token lives 15 minutes. */
export function teardown({ roomId }: { roomId: string }) {
  if (plan.room.id === null) post(`/api/v1/rooms/${roomId}/end`, {}, signInHost(), 204);
}

function signInHost(): string {
  const { emailPattern, first, password } = plan.accounts;
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
  const response = http.post(plan.apiUrl + path, JSON.stringify(body), { headers });
  if (response.status !== expected)
    throw new Error(
      `POST ${path}: HTTP ${response.status}, expected ${expected}: ${response.error || response.body}`,
    );
  return response.body ? (response.json() as Record<string, unknown>) : {};
}
