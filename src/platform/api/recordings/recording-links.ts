import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which file a link opens, and until when. */
export interface RecordingLink {
  readonly roomId: string;
  readonly recordingId: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** An hour: longer than it takes to begin to watch, and a player that seeks later asks for a new one. */
export const linkSeconds = 3600;

const sign = (key: Buffer, { roomId, recordingId, expires }: RecordingLink) =>
  createHmac('sha256', key).update(`${roomId}/${recordingId}/${expires}`).digest();

export const pathOf = ({ roomId, recordingId }: Pick<RecordingLink, 'roomId' | 'recordingId'>) =>
  `/api/v1/rooms/${roomId}/recordings/${recordingId}`;

/** The path at which whoever has it can fetch the file: a video element cannot send a token. */
export const signLink = (key: Buffer, link: RecordingLink) =>
  `${pathOf(link)}/content?expires=${link.expires}&signature=${sign(key, link).toString('base64url')}`;

/**
 * @param keys the newest and those before it
 * @param now seconds since 1970
 */
export function isLinkValid(
  keys: readonly Buffer[],
  link: RecordingLink,
  signature: string,
  now: number,
): boolean {
  const given = Buffer.from(signature, 'base64url');
  const matches = keys.some((key) => {
    const expected = sign(key, link);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches && now < link.expires;
}
