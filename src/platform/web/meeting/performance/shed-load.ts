import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { afterSample, type LoadLimits, loadLevels, nothingShed } from './load-shedding.ts';
import { sampleFrames } from './sample-frames.ts';

export interface LoadShedder {
  /** Whether less is shown than the room has. */
  readonly active: ReadonlySignal<boolean>;
  readonly limits: ReadonlySignal<LoadLimits>;
  /** The user wants everything, however slow: nothing is shed any more. */
  showAll(): void;
  stop(): void;
}

/** Watches how fluently the page is drawn, and says what to do without for as long as it is not. */
export function shedLoad(): LoadShedder {
  const shedding = signal(nothingShed);
  const level = computed(() => shedding.value.level);
  const stop = sampleFrames((framesPerSecond) => {
    shedding.value = afterSample(shedding.peek(), framesPerSecond);
  });
  return {
    active: computed(() => level.value > 0),
    limits: computed(() => loadLevels[level.value] ?? loadLevels[0]),
    showAll() {
      stop();
      shedding.value = nothingShed;
    },
    stop,
  };
}
