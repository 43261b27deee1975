import { effect, signal } from '@preact/signals';
import type { MediaPolicy } from '../../api/types.ts';
import type { Roster } from '../stores/roster.ts';
import type { StageView } from '../stores/stage-view.ts';
import type { MediaRoom } from './media-room.ts';
import { planSubscriptions } from './subscription-plan.ts';

interface Followed {
  readonly ownId: string;
  readonly roster: Roster;
  readonly stageView: StageView;
  readonly media: MediaRoom;
}

/** Receives what is on the stage and who can be heard, as both change. @returns what ends it */
export function followStage(
  { ownId, roster, stageView, media }: Followed,
  { autoSubscribe, lastN }: MediaPolicy,
): () => void {
  const hidden = signal(document.hidden);
  const onVisibility = (): void => {
    hidden.value = document.hidden;
  };
  document.addEventListener('visibilitychange', onVisibility);
  const stop = effect(() => {
    roster.seating.value;
    const people = [...roster.people()].map(({ userId, media: sent }) => ({ userId, sent: sent.peek() }));
    const plan = planSubscriptions({
      stage: stageView.stage.value,
      // In a small room the sound of those who are muted stays ready: their first word is heard whole.
      audible: people
        .filter(({ sent }) => autoSubscribe || sent.audio || sent.screen)
        .map(({ userId }) => userId),
      cameras: new Set(people.filter(({ sent }) => sent.video).map(({ userId }) => userId)),
      ownId,
      lastSpokeMs: (userId) => roster.get(userId)?.lastSpokeMs ?? 0,
      lastN,
      hidden: hidden.value,
    });
    media.received.apply(plan);
  });
  return () => {
    stop();
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
