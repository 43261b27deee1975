import { z } from 'zod';

/** Makes a position in a list the opaque text that the next request gives back. */
export const encodeCursor = (position: object) => Buffer.from(JSON.stringify(position)).toString('base64url');

/** The query parameter that continues a list from a position of this form. */
export const cursorOf = <T extends z.ZodType>(position: T) =>
  z
    .string()
    .max(500)
    .transform((cursor, context): z.output<T> => {
      try {
        return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'is not a cursor: pass the nextCursor of the page before',
        });
        return z.NEVER;
      }
    })
    .describe('The nextCursor of the page before');

/** A place in a list that is ordered by time and then by id. */
export interface Place {
  /** Microseconds since 1970, as PostgreSQL keeps them; a JavaScript Date would lose the last three digits. */
  readonly atUs: number;
  readonly id: string;
}

/** The position after the last row of a page whose list is ordered by time and then by id. */
export const timeCursor = cursorOf(z.object({ atUs: z.int().nonnegative(), id: z.uuid() }));

/** @param atUs microseconds since 1970, as PostgreSQL keeps them; a JavaScript Date would lose the last three digits. */
export const encodeTimeCursor = (atUs: number, id: string) => encodeCursor({ atUs, id });
