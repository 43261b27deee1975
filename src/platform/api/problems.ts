/**
 * Every way in which a request can be refused: the stable code (the last part of the problem's `type`), its HTTP
 * status and its title. `GET /problems/{code}` answers with the same words, so a type is an address that resolves.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request does not have the expected form' },
  unauthenticated: { status: 401, title: 'A valid access token is needed' },
  'wrong-credentials': { status: 401, title: 'The e-mail address or the password is wrong' },
  'invalid-signature': { status: 401, title: 'The webhook is not signed by the media server' },
  'session-ended': { status: 401, title: 'The session is over; log in again' },
  'refresh-reused': { status: 401, title: 'This refresh token was used before, so its session was ended' },
  'invalid-token': { status: 410, title: 'The token from the e-mail is unknown, used or expired' },
  forbidden: { status: 403, title: 'This account may not do that' },
  'account-inactive': { status: 403, title: 'This account is not active' },
  'wrong-password': { status: 403, title: 'This is not the password of the account' },
  'wrong-room-password': { status: 403, title: 'The room needs a password and this is not it' },
  'email-not-verified': { status: 403, title: 'The e-mail address has not been confirmed yet' },
  'account-locked': { status: 403, title: 'Too many failed logins; the account is locked for a while' },
  'origin-not-allowed': { status: 403, title: 'Requests from this web origin are not accepted' },
  'removed-from-room': { status: 403, title: 'A moderator removed this account from the room' },
  'entry-denied': { status: 403, title: 'A moderator did not let this account in' },
  'link-expired': { status: 403, title: 'The signed link is wrong or has expired' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'room-not-found': { status: 404, title: 'There is no such room' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'email-taken': { status: 409, title: 'An account with this e-mail address exists' },
  'room-full': { status: 409, title: 'Every seat of the room is taken' },
  'room-ended': { status: 409, title: 'The meeting is over' },
  'room-locked': { status: 409, title: 'The room is locked' },
  'contact-exists': { status: 409, title: 'This person is a contact already' },
  'already-invited': { status: 409, title: 'This person is invited already' },
  'recording-running': { status: 409, title: 'The room is being recorded already' },
  'recording-not-ready': { status: 409, title: 'The recording is not in the state that this needs' },
  'idempotency-key-reused': { status: 409, title: 'This idempotency key belongs to another request' },
  'request-in-progress': {
    status: 409,
    title: 'The first request with this idempotency key is still running',
  },
  conflict: { status: 409, title: 'The state of the thing does not allow that' },
  'payload-too-large': { status: 413, title: 'The request is larger than accepted' },
  'range-not-satisfiable': { status: 416, title: 'The file has no such bytes' },
  'unsupported-media-type': { status: 415, title: 'The body is not of a type that is accepted here' },
  'upgrade-required': { status: 426, title: 'This address speaks WebSocket only' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The server failed; the request id finds it in the log' },
  'media-unavailable': { status: 503, title: 'The media server did not answer' },
  unavailable: { status: 503, title: 'A service that this request needs is away; try again' },
  'recording-unavailable': { status: 503, title: 'Nothing that records is there, or all of it is busy' },
} as const;

export type ProblemCode = keyof typeof problems;

/** One wrong field of a request: a JSON pointer into it, and what is accepted there. */
export interface FieldError {
  readonly in: 'body' | 'querystring' | 'params' | 'headers';
  readonly pointer: string;
  readonly message: string;
}

/**
 * Thrown by routes to refuse a request; the error handler turns it into RFC 9457 `application/problem+json`.
 * `detail` is shown to the caller and so holds nothing secret; `cause` is for the log only.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail?: string,
    options: { cause?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(detail ?? problems[code].title, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.headers = options.headers ?? {};
  }
}
