import { effect, signal } from '@preact/signals';
import type { MediaPolicy } from '../../api/types.ts';
import type { LoadShedder } from '../performance/shed-load.ts';
import type { Roster } from '../stores/roster.ts';
import type { StageView } from '../stores/stage-view.ts';
import { lastNFor } from './last-n.ts';
import type { MediaRoom } from './media-room.ts';
import { planSubscriptions } from './subscription-plan.ts';

interface Followed {
  readonly ownId: string;
  readonly roster: Roster;
  readonly stageView: StageView;
  readonly media: MediaRoom;
  readonly load: LoadShedder;
}

/** Receives what is on the stage and who can be heard, as both change. @returns what ends it */
export function followStage(
  { ownId, roster, stageView, media, load }: Followed,
  { autoSubscribe, lastN: lastNOnJoining, lastNLimits }: MediaPolicy,
): () => void {
  const hidden = signal(document.hidden);
  const onVisibility = (): void => {
    hidden.value = document.hidden;
  };
  document.addEventListener('visibilitychange', onVisibility);
  let lastN = lastNOnJoining;
  const stop = effect(() => {
    roster.seating.value;
    const people = [...roster.people()].map(({ userId, media: sent }) => ({ userId, sent: sent.peek() }));
    lastN = lastNFor(lastNLimits, people.length, lastN);
    const plan = planSubscriptions({
      stage: stageView.stage.value,
      // In a small room the sound of those who are muted stays ready: their first word is heard whole.
      audible: people
        .filter(({ sent }) => autoSubscribe || sent.audio || sent.screen)
        .map(({ userId }) => userId),
      cameras: new Set(people.filter(({ sent }) => sent.video).map(({ userId }) => userId)),
      ownId,
      lastSpokeMs: (userId) => roster.get(userId)?.lastSpokeMs ?? 0,
      lastN: Math.min(lastN, load.limits.value.cameras),
      hidden: hidden.value,
    });
    media.received.apply(plan);
  });
  const stopBounding = effect(() => media.boundPictures(load.limits.value.picture));
  return () => {
    stop();
    stopBounding();
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
