import { z } from 'zod';

/** Why the server closes a WebSocket: the HTTP status of the same fault, plus 4000. */
export const CloseCode = {
  malformed: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  notFound: 4404,
  tooLate: 4408,
  tooManyMessages: 4429,
  /** Registered: the server restarts, come back. */
  restart: 1012,
  /** Registered: what the server needs is away for a moment, try again later. */
  unavailable: 1013,
  /** Registered: the server failed. */
  internal: 1011,
} as const;

export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** Comes back in the answer, so that a client can tell which message was answered. */
const ref = z.string().max(64).optional();

const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('authenticate'), ticket: z.string().min(1).max(200), ref }),
  z.object({ type: z.literal('join_room'), roomId: z.uuid(), ref }),
  z.object({ type: z.literal('leave_room'), ref }),
  z.object({ type: z.literal('chat'), text: z.string().trim().min(1).max(4000), ref }),
  z.object({ type: z.enum(['offer', 'answer', 'ice-candidate']), ref }),
]);

export type ClientMessage = z.infer<typeof clientMessageSchema>;

export interface Person {
  readonly userId: string;
  readonly name: string;
}

/** One line of a room's conversation. */
export interface ChatLine {
  /** Counts the lines of its room from 1, without gaps: whoever misses a number has missed a line. */
  readonly sequence: number;
  readonly from: Person;
  readonly text: string;
  /** When the server took it, RFC 3339. */
  readonly sentAt: string;
}

export type ServerMessage =
  | { type: 'authenticated'; userId: string; ref?: string | undefined }
  | {
      type: 'joined';
      roomId: string;
      role: string;
      participantId: string | null;
      participantCount: number;
      ref?: string | undefined;
    }
  | { type: 'left'; roomId: string; ref?: string | undefined }
  | { type: 'presence'; roomId: string; joined: Person[]; left: string[] }
  | ({ type: 'chat_message'; roomId: string } & ChatLine)
  | { type: 'chat_accepted'; roomId: string; sequence: number; ref?: string | undefined }
  | { type: 'recording'; roomId: string; active: boolean; recordingId: string }
  | { type: 'room_ended'; roomId: string }
  | { type: 'reconnect'; afterMs: number }
  | { type: 'error'; code: string; message: string; ref?: string | undefined };

/** What workers tell one another about a room. */
export type RoomEvent =
  | ({ type: 'joined' } & Person)
  | { type: 'left'; userId: string }
  /** The user gave the seat back by REST: whichever worker holds their sockets takes them out of the room. */
  | { type: 'removed'; userId: string }
  | { type: 'chat'; line: ChatLine }
  | { type: 'recording'; active: boolean; recordingId: string }
  | { type: 'ended' };

/** Reads a message of a client. @returns what is wrong with it, in words, if it is not one. */
export function parseClientMessage(text: string): { message: ClientMessage } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'A message is one JSON object.' };
  }
  const parsed = clientMessageSchema.safeParse(value);
  if (parsed.success) return { message: parsed.data };
  return {
    fault: parsed.error.issues
      .map((issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`)
      .join('; '),
  };
}
