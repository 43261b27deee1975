import type { FoundRow } from './compare-writes.ts';
import type { Guests } from './invite-guests.ts';

interface Page {
  readonly items: readonly { readonly sequence: number; readonly text: string }[];
  readonly nextCursor: string | null;
}

/** As many as the API gives at once. */
const pageLines = 500;

/** Every line of the drill's room, as `line <number>` each, counted. */
export async function readLines(guests: Guests): Promise<FoundRow[]> {
  const copies = new Map<number, number>();
  let query = `after=0&limit=${pageLines}`;
  for (;;) {
    const page = (await guests.ask({
      path: `/api/v1/rooms/${guests.roomId}/messages?${query}`,
      token: guests.host.token,
      signal: AbortSignal.timeout(10_000),
    })) as Page;
    for (const { text } of page.items) {
      const number = /^line (\d+)$/.exec(text)?.[1];
      if (number !== undefined) copies.set(Number(number), (copies.get(Number(number)) ?? 0) + 1);
    }
    if (page.nextCursor === null || page.items.length === 0) break;
    query = `cursor=${encodeURIComponent(page.nextCursor)}&limit=${pageLines}`;
  }
  return [...copies].map(([sequence, count]) => ({ writer: 'chat', sequence, copies: count }));
}
