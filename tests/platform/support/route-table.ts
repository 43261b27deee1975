export const roleNames = [
  'nobody',
  'other',
  'invited',
  'participant',
  'moderator',
  'owner',
  'admin',
] as const;

/** What the rows may refer to: a room for the invited only, and the accounts. */
export interface World {
  readonly roomId: string;
  readonly invitationId: string;
  readonly userIds: Readonly<Record<Exclude<(typeof roleNames)[number], 'nobody'>, string>>;
}

export interface RoleRow {
  /** Method and path, as the OpenAPI document writes them. */
  readonly route: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: (world: World) => object | string;
  /** Path parameters that differ from the usual: the participant's `userId`, the other's `contactId`. */
  readonly params?: (world: World) => Record<string, string>;
  /** The HTTP status for each role, in their order. */
  readonly expected: readonly number[];
}

interface Details extends Omit<RoleRow, 'route' | 'expected'> {}

const row = (route: string, expected: string, details: Details = {}): RoleRow => ({
  route,
  expected: expected.split(' ').map(Number),
  ...details,
});

/** One answer for whoever asks. */
const all = (status: number) => Array(roleNames.length).fill(status).join(' ');
/** Nobody is sent away, every account is answered alike. */
const anyAccount = (status: number) =>
  `401 ${Array(roleNames.length - 1)
    .fill(status)
    .join(' ')}`;
const adminOnly = (status: number) => `401 403 403 403 403 403 ${status}`;

/** One transparent pixel. */
const smallestPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const unknownUser = () => ({ userId: '00000000-0000-4000-8000-000000000000' });

const auth = '/api/v1/auth';
const users = '/api/v1/users';
const rooms = '/api/v1/rooms';
const room = `${rooms}/{roomId}`;

/** Each route of the API and what each role is answered. */
export const routeTable: readonly RoleRow[] = [
  // ── operations ──
  row('GET /health', all(200)),
  row('GET /healthz', all(200)),
  row('GET /readyz', all(200)),
  row('GET /openapi.json', all(200)),
  row('GET /problems/{code}', all(200), { params: () => ({ code: 'forbidden' }) }),
  row('GET /ws', all(426)),
  row('POST /webhooks/livekit', all(401), {
    headers: { 'content-type': 'application/webhook+json' },
    body: () => '{}',
  }),

  // ── auth ──
  row(`POST ${auth}/register`, all(400), { body: () => ({}) }),
  row(`POST ${auth}/login`, all(401), {
    body: () => ({ email: 'nobody@example.org', password: 'wrong horse' }),
  }),
  row(`POST ${auth}/refresh`, all(401), { body: () => ({ refreshToken: 'a'.repeat(43) }) }),
  row(`POST ${auth}/verify-email`, all(410), { body: () => ({ token: 'a'.repeat(43) }) }),
  row(`POST ${auth}/resend-verification`, all(202), { body: () => ({ email: 'nobody@example.org' }) }),
  row(`POST ${auth}/forgot-password`, all(202), { body: () => ({ email: 'nobody@example.org' }) }),
  row(`POST ${auth}/reset-password`, all(410), {
    body: () => ({ token: 'a'.repeat(43), password: 'a new password' }),
  }),
  row(`POST ${auth}/logout`, anyAccount(204)),
  row(`GET ${auth}/sessions`, anyAccount(200)),
  row(`DELETE ${auth}/sessions/{sessionId}`, anyAccount(404)),

  // ── users ──
  row(`GET ${users}/profile`, anyAccount(200)),
  row(`PUT ${users}/profile`, anyAccount(200), {
    body: () => ({ firstName: 'Ada', lastName: 'Lovelace' }),
  }),
  row(`GET ${users}/settings`, anyAccount(200)),
  row(`PUT ${users}/settings`, anyAccount(200), { body: () => ({ theme: 'dark' }) }),
  row(`GET ${users}/contacts`, anyAccount(200)),
  row(`GET ${users}/search`, anyAccount(200), { query: '?q=ada' }),
  row(`GET ${users}/export`, anyAccount(200)),
  row(`DELETE ${users}/profile`, anyAccount(403), { body: () => ({ password: 'not the password' }) }),
  row(`PUT ${users}/password`, anyAccount(403), {
    body: () => ({ currentPassword: 'not the password', newPassword: 'a new password' }),
  }),
  row(`PUT ${users}/profile/avatar`, anyAccount(204), {
    headers: { 'content-type': 'image/png' },
    body: () => smallestPng,
  }),
  row(`DELETE ${users}/profile/avatar`, anyAccount(204)),
  row(`GET ${users}/{userId}/avatar`, all(404), { params: unknownUser, query: `?v=${'0'.repeat(32)}` }),
  row(`POST ${users}/contacts`, anyAccount(404), { body: () => ({ email: 'nobody@example.org' }) }),
  row(`GET ${users}/contacts/{contactId}`, anyAccount(404)),
  row(`DELETE ${users}/contacts/{contactId}`, anyAccount(404)),

  // ── notifications, webhooks, tickets ──
  row('GET /api/v1/notifications', anyAccount(200)),
  row('GET /api/v1/notifications/unread-count', anyAccount(200)),
  row('POST /api/v1/notifications/read-all', anyAccount(204)),
  row('GET /api/v1/notifications/{notificationId}', anyAccount(404)),
  row('PUT /api/v1/notifications/{notificationId}', anyAccount(404), { body: () => ({ isRead: true }) }),
  row('GET /api/v1/notifications/push-key', anyAccount(200)),
  row('POST /api/v1/notifications/push-subscriptions', anyAccount(400), { body: () => ({}) }),
  row('DELETE /api/v1/notifications/push-subscriptions/{subscriptionId}', anyAccount(404)),
  row('POST /api/v1/webhooks', anyAccount(201), {
    body: () => ({ url: 'http://127.0.0.1:1/hook', events: ['room.ended'] }),
  }),
  row('GET /api/v1/webhooks', anyAccount(200)),
  row('GET /api/v1/webhooks/{webhookId}', anyAccount(404)),
  row('DELETE /api/v1/webhooks/{webhookId}', anyAccount(404)),
  row('POST /api/v1/webhooks/{webhookId}/test', anyAccount(404)),
  row('POST /api/v1/ws-tickets', anyAccount(201)),

  // ── those who run the platform ──
  row('GET /api/v1/admin/users', adminOnly(200)),
  row('PUT /api/v1/admin/users/{userId}', adminOnly(404), {
    params: unknownUser,
    body: () => ({ status: 'active' }),
  }),
  row('GET /api/v1/admin/audit-log', adminOnly(200)),

  // ── rooms ──
  row(`POST ${rooms}`, anyAccount(201), { body: () => ({ name: 'Mine' }) }),
  row(`GET ${rooms}`, anyAccount(200)),
  row(`GET ${room}`, '401 404 200 200 200 200 200'),
  row(`PUT ${room}`, '401 404 403 403 403 200 403', { body: () => ({ name: 'Renamed' }) }),
  row(`DELETE ${room}`, '401 404 403 403 403 204 204'),
  row(`POST ${room}/join`, '401 404 200 200 200 200 404'),
  row(`POST ${room}/leave`, anyAccount(204)),
  row(`POST ${room}/end`, '401 404 403 403 403 204 204'),
  row(`GET ${room}/participants`, '401 404 403 200 200 200 200'),
  row(`GET ${room}/history`, '401 404 403 200 200 200 200'),
  row(`GET ${room}/messages`, '401 404 403 200 200 200 403'),
  row(`POST ${room}/messages`, '401 404 403 201 201 201 403', { body: () => ({ text: 'Hello' }) }),
  row(`GET ${room}/messages/{sequence}`, '401 404 403 404 404 404 403', {
    params: () => ({ sequence: '1' }),
  }),
  row(`GET ${room}/settings`, '401 404 403 200 200 200 200'),
  row(`PUT ${room}/settings`, '401 404 403 403 200 200 403', { body: () => ({ chat: 'moderators' }) }),
  row(`PUT ${room}/lock`, '401 404 403 403 204 204 403', { body: () => ({ locked: true }) }),
  row(`POST ${room}/invitations`, '401 404 403 403 201 201 403', {
    body: () => ({ email: 'someone@example.org' }),
  }),
  row(`GET ${room}/invitations`, '401 404 403 403 200 200 403'),
  row(`GET ${room}/invitations/{invitationId}`, '401 404 403 403 200 200 403'),
  row(`DELETE ${room}/invitations/{invitationId}`, '401 404 403 403 204 204 403'),
  row(`GET ${room}/waiting`, '401 404 403 403 200 200 403'),
  row(`POST ${room}/waiting/{userId}/admit`, '401 404 403 403 404 404 403'),
  row(`POST ${room}/waiting/admit-all`, '401 404 403 403 204 204 403'),
  row(`DELETE ${room}/waiting/{userId}`, '401 404 403 403 404 404 403'),
  row(`POST ${room}/participants/{userId}/mute`, '401 404 403 403 204 204 403', {
    body: () => ({ kind: 'audio' }),
  }),
  row(`POST ${room}/participants/mute-all`, '401 404 403 403 204 204 403', { body: () => ({}) }),
  row(`DELETE ${room}/participants/{userId}`, '401 404 403 403 204 204 403'),
  row(`PUT ${room}/participants/{userId}/role`, '401 404 403 403 403 204 403', {
    body: () => ({ role: 'observer' }),
  }),
  row(`POST ${room}/breakouts`, '401 404 403 403 201 201 403', {
    body: () => ({ names: ['One', 'Two'], assign: 'evenly' }),
  }),
  row(`GET ${room}/breakouts`, '401 404 403 200 200 200 403'),
  row(`DELETE ${room}/breakouts`, '401 404 403 403 204 204 403'),
  row(`PUT ${room}/breakouts/assignments`, '401 404 403 403 404 404 403', {
    body: ({ userIds }) => ({
      assignments: [{ userId: userIds.participant, breakoutRoomId: '00000000-0000-4000-8000-000000000000' }],
    }),
  }),
  row(`POST ${room}/breakouts/broadcast`, '401 404 403 403 204 204 403', {
    body: () => ({ text: 'Come back' }),
  }),

  // ── recordings, where nothing records: whoever may is told that ──
  row('GET /api/v1/recordings', anyAccount(200)),
  row(`POST ${room}/recordings`, '401 404 403 403 503 503 403'),
  row(`GET ${room}/recordings`, '401 404 403 200 200 200 403'),
  row(`GET ${room}/recordings/{recordingId}`, '401 404 403 404 404 404 403'),
  row(`POST ${room}/recordings/{recordingId}/stop`, '401 404 403 403 404 404 403'),
  row(`GET ${room}/recordings/{recordingId}/content`, '401 404 403 404 404 404 403'),
  row(`DELETE ${room}/recordings/{recordingId}`, '401 404 403 403 403 404 404'),
];
