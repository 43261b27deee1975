/** What the order of the grid depends on. */
export interface Seat {
  readonly userId: string;
  readonly video: boolean;
  /** When this person was last heard, in milliseconds of any one clock; 0 for never. */
  readonly lastSpokeMs: number;
}

/**
 * The order in which people fill the pages of the grid: cameras first, and within each half as they came. It is steady:
 * someone who speaks on a later page takes a place of the first page, namely that of whoever was silent there for longest,
 * and nobody else moves.
 * @param seats in joining order
 * @param firstPage how many people the first page shows
 */
export function seatOrder(seats: readonly Seat[], firstPage: number): string[] {
  const order = [...seats.filter(({ video }) => video), ...seats.filter(({ video }) => !video)];
  const speakers = order
    .slice(firstPage)
    .filter(({ lastSpokeMs }) => lastSpokeMs > 0)
    .sort((a, b) => b.lastSpokeMs - a.lastSpokeMs)
    .slice(0, firstPage);
  for (const speaker of speakers) {
    const quietest = quietestOf(order.slice(0, firstPage));
    if (quietest === undefined || quietest.lastSpokeMs >= speaker.lastSpokeMs) break;
    const [from, to] = [order.indexOf(speaker), order.indexOf(quietest)];
    order[from] = quietest;
    order[to] = speaker;
  }
  return order.map(({ userId }) => userId);
}

/** Of several who never spoke the last gives way, so that the first places stay as they are for longest. */
function quietestOf(seats: readonly Seat[]): Seat | undefined {
  return seats.reduce<Seat | undefined>(
    (quietest, seat) =>
      quietest === undefined || seat.lastSpokeMs <= quietest.lastSpokeMs ? seat : quietest,
    undefined,
  );
}
