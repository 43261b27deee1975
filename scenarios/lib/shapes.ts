/**
 * Shapes of load: how an arrival rate rises, is held and falls, as stages of k6's ramping-arrival-rate (the rate moves
 * in a straight line from the end of one stage to the end of the next). Latencies are judged in the stages named `hold`.
 */
interface Stage {
  readonly phase: 'ramp' | 'hold' | 'fall';
  readonly seconds: number;
  /** Arrivals a second at the end of the stage. */
  readonly rate: number;
}

export interface Shape {
  /** Arrivals a second at the beginning. */
  readonly startRate: number;
  readonly stages: readonly Stage[];
}

export const shapeNames = ['smoke', 'average', 'stress', 'spike', 'soak'] as const;
export type ShapeName = (typeof shapeNames)[number];

/** Nothing jumps in no time: a sixth of the hold, which is what k6's own guide takes (5 minutes for 30). */
const sixthOf = (seconds: number): number => Math.max(1, seconds / 6);

/** Ramp, hold and fall at one rate. */
function plateau(rate: number, holdSeconds: number, rampSeconds: number, fallSeconds: number): Shape {
  return {
    startRate: 0,
    stages: [
      { phase: 'ramp', seconds: rampSeconds, rate },
      { phase: 'hold', seconds: holdSeconds, rate },
      { phase: 'fall', seconds: fallSeconds, rate: 0 },
    ],
  };
}

const shapes: Readonly<Record<ShapeName, (rate: number, holdSeconds: number) => Shape>> = {
  smoke: (rate, holdSeconds) => ({
    startRate: rate / 10,
    stages: [{ phase: 'hold', seconds: holdSeconds, rate: rate / 10 }],
  }),
  average: (rate, holdSeconds) => plateau(rate, holdSeconds, sixthOf(holdSeconds), sixthOf(holdSeconds)),
  stress: (rate, holdSeconds) =>
    plateau(1.5 * rate, holdSeconds, 2 * sixthOf(holdSeconds), sixthOf(holdSeconds)),
  spike: (rate, holdSeconds) => ({
    startRate: rate,
    stages: [
      { phase: 'ramp', seconds: 2 * sixthOf(holdSeconds), rate },
      { phase: 'ramp', seconds: 1, rate: 3 * rate },
      { phase: 'hold', seconds: holdSeconds, rate: 3 * rate },
      { phase: 'fall', seconds: 1, rate },
      { phase: 'fall', seconds: 2 * sixthOf(holdSeconds), rate },
    ],
  }),
  soak: (rate, holdSeconds) =>
    plateau(0.8 * rate, holdSeconds, Math.min(300, sixthOf(holdSeconds)), Math.min(60, sixthOf(holdSeconds))),
};

/**
 * The stages of a shape.
 * @param rate arrivals a second that the event is planned for; a shape holds a part or a multiple of it
 * @param holdSeconds length of the hold; ramp and fall come on top
 */
export function loadShape(name: ShapeName, rate: number, holdSeconds: number): Shape {
  return shapes[name](rate, holdSeconds);
}

/** The highest rate of a shape, in arrivals a second. */
export function peakRate({ startRate, stages }: Shape): number {
  return Math.max(startRate, ...stages.map(({ rate }) => rate));
}
