/// <reference path="../../loadgen/k6/index.d.ts" />
import type { Journey, JourneyStep } from 'k6/x/gomeet';

/**
 * Ways through the signaling API. A step's `{name}` is filled in when it is taken: the user's e-mail and password, the
 * lobby room that the script opened, or what an earlier step kept. To load another endpoint, add a step here.
 *
 * The history of a meeting's messages is not walked: the API has no endpoint for it yet.
 */
const credentials = { email: '{email}', password: '{password}' };

/** An access token lives 15 minutes; an app renews it before. */
const tokenFreshSeconds = 600;

const get = (name: string, path: string): JourneyStep => ({ name, method: 'GET', path, status: 200 });
const post = (name: string, path: string, status: number, body?: object): JourneyStep => ({
  name,
  method: 'POST',
  path,
  status,
  ...(body ? { body } : {}),
});

const login: JourneyStep = {
  ...post('login', '/api/v1/auth/login', 200, credentials),
  keep: { token: 'accessToken' },
};
const stayLoggedIn: JourneyStep = { ...login, freshSeconds: tokenFreshSeconds };
const profile = get('profile', '/api/v1/users/profile');

const register = post('register', '/api/v1/auth/register', 201, {
  ...credentials,
  firstName: 'New',
  lastName: 'Comer',
});

/** A meeting of one's own, from its creation to its end. */
const ownMeeting: JourneyStep[] = [
  {
    ...post('create-room', '/api/v1/rooms', 201, { name: 'Load test', maxUsers: 10 }),
    keep: { room: 'id' },
  },
  post('join', '/api/v1/rooms/{room}/join', 200, {}),
  get('participants', '/api/v1/rooms/{room}/participants'),
  post('leave', '/api/v1/rooms/{room}/leave', 204),
  post('end-room', '/api/v1/rooms/{room}/end', 204),
];

/** Someone else's meeting: it is looked up, entered, and left. */
const joinedMeeting: JourneyStep[] = [
  get('room', '/api/v1/rooms/{lobby}'),
  post('join', '/api/v1/rooms/{lobby}/join', 200, {}),
  get('participants', '/api/v1/rooms/{lobby}/participants'),
  post('leave', '/api/v1/rooms/{lobby}/leave', 204),
];

/** Weights are our assumption: of 100 who come, most join a meeting, a fifth hold one, a few are new. */
const meetings: Journey[] = [
  { name: 'newcomer', weight: 5, newcomer: true, steps: [register, login, profile, ...ownMeeting] },
  { name: 'host', weight: 20, steps: [stayLoggedIn, ...ownMeeting] },
  { name: 'guest', weight: 60, steps: [stayLoggedIn, ...joinedMeeting] },
  { name: 'visitor', weight: 15, steps: [stayLoggedIn, profile] },
];

/** One cheap request: what the network, the API's HTTP server and the generator carry by themselves. */
const liveness: Journey[] = [{ name: 'liveness', weight: 1, steps: [get('health', '/health')] }];

export const journeySets: Readonly<Record<'meetings' | 'liveness', Journey[]>> = { meetings, liveness };
