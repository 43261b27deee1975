import type { ProgressEvent, Standing } from './progress-event.ts';

/** A step that is under way. */
export interface LiveStep extends Standing {
  readonly step: number;
  readonly title: string;
  readonly begunAt: number;
  /** The last values of each figure, oldest first. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}

/** What a live view shows: the steps under way, in the order in which they began. */
export interface LiveState {
  readonly steps: readonly LiveStep[];
}

export const nothingLive: LiveState = { steps: [] };

/** As many values as the widest sparkline has bars. */
const historyLength = 40;

/** The state after an event. */
export function followProgress(state: LiveState, event: ProgressEvent): LiveState {
  const others = state.steps.filter((each) => !('step' in event) || each.step !== event.step);
  switch (event.event) {
    case 'step-begun':
      return { steps: [...others, begun(event)] };
    case 'step-progress':
      return { steps: state.steps.map((each) => (each.step === event.step ? moved(each, event) : each)) };
    case 'step-ended':
      return { steps: others };
    default:
      return state;
  }
}

const begun = ({ step, title, at }: { step: number; title: string; at: number }): LiveStep => ({
  step,
  title,
  begunAt: at,
  done: null,
  total: null,
  unit: 'count',
  text: '',
  figures: [],
  history: {},
});

function moved(step: LiveStep, { done, total, unit, text, figures }: Standing): LiveStep {
  const history = Object.fromEntries(
    figures.map(({ id, value }) => [id, [...(step.history[id] ?? []), value].slice(-historyLength)]),
  );
  return { ...step, done, total, unit, text, figures, history };
}
