import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { MediaPolicy } from '../../api/types.ts';
import { arrangeStage, type LayoutChoice, type Stage, type TileRef } from '../layout/arrange-stage.ts';
import { seatOrder } from '../layout/seat-order.ts';
import type { Roster, RosterPerson } from './roster.ts';

export type Screen = keyof MediaPolicy['visibleTiles'];

/** Pictures of the strip beside a large one: as many as fit beside it. */
const stripTiles: Readonly<Record<Screen, number>> = { desktop: 5, tablet: 5, phone: 3 };

export interface StageView {
  readonly choice: Signal<LayoutChoice>;
  readonly page: Signal<number>;
  readonly pinned: Signal<TileRef | undefined>;
  /** Keeps its value for as long as nothing on the stage changes, whatever happens to people off the page. */
  readonly stage: ReadonlySignal<Stage>;
}

/** What this viewer sees of the room, following the roster. */
export function createStageView(
  roster: Roster,
  ownId: string,
  visibleTiles: MediaPolicy['visibleTiles'],
  screen: ReadonlySignal<Screen>,
  limits: ReadonlySignal<{ readonly tiles: number }>,
): StageView {
  const choice = signal<LayoutChoice>('grid');
  const page = signal(0);
  const pinned = signal<TileRef | undefined>(undefined);
  let shown: { readonly key: string; readonly stage: Stage } | undefined;

  const stage = computed(() => {
    roster.seating.value;
    const people = [...roster.people()];
    const others = people.filter(({ userId }) => userId !== ownId);
    const gridTiles = Math.min(visibleTiles[screen.value], limits.value.tiles);
    const next = arrangeStage({
      choice: choice.value,
      order: [
        // One sees oneself first, on the first page.
        ...(people.length > others.length ? [ownId] : []),
        ...seatOrder(others.map(seatOf), Math.max(1, gridTiles - 1)),
      ],
      screens: roster.sharing.filter((userId) => roster.get(userId) !== undefined),
      pinned: pinned.value && isThere(roster, pinned.value) ? pinned.value : undefined,
      speaker: lastSpeaker(others)?.userId,
      page: page.value,
      gridTiles,
      stripTiles: stripTiles[screen.value],
    });
    const key = JSON.stringify(next);
    if (shown?.key !== key) shown = { key, stage: next };
    return shown.stage;
  });
  return { choice, page, pinned, stage };
}

const seatOf = ({ userId, media, lastSpokeMs }: RosterPerson) => ({
  userId,
  video: media.peek().video,
  lastSpokeMs,
});

const lastSpeaker = (people: readonly RosterPerson[]): RosterPerson | undefined =>
  people.reduce<RosterPerson | undefined>(
    (last, person) => (last === undefined || person.lastSpokeMs > last.lastSpokeMs ? person : last),
    undefined,
  );

function isThere(roster: Roster, { userId, source }: TileRef): boolean {
  const person = roster.get(userId);
  return person !== undefined && (source === 'camera' || person.media.peek().screen);
}
