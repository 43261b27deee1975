import { describe, expect, test } from 'vitest';
import { ExitCode, GomeetError } from '../errors.ts';
import { choicesSchema } from '../planning/choices.ts';
import { eventSchema } from '../planning/event.ts';
import type { PlanInputs } from '../planning/plan-inputs.ts';
import { input } from '../planning/quantity.ts';
import { modeOf } from './bill-plan.ts';
import { sensitivityOf } from './sensitivity.ts';
import { factorsOf } from './sensitivity-factors.ts';

const inputsOf = (event: object = {}, choices: object = {}): PlanInputs => {
  const cost = input({ id: 'x', title: 'x', unit: '1' }, 0.5, 'assumed');
  return {
    event: eventSchema.parse(event),
    choices: choicesSchema.parse(choices),
    costs: {
      perPacketOut: cost,
      perBitOut: cost,
      perPacketIn: cost,
      perParticipant: cost,
      perTrackOut: cost,
      perTrackIn: cost,
      relativeError: cost,
    },
  } as unknown as PlanInputs;
};
const tilesTimesHours = ({ event }: PlanInputs): number =>
  modeOf(event.layout.smallTiles) * modeOf(event.calendar.hoursPerDay);
const noNode = new GomeetError('no node fits', { exitCode: ExitCode.usage, code: 'no-node-fits' });

describe('a tornado', () => {
  test('turns one input at a time, the one that moves most first', () => {
    const { base, tornado } = sensitivityOf(inputsOf(), tilesTimesHours);
    expect(base).toBe(200);
    expect(tornado.slice(0, 2)).toMatchObject([
      { id: 'layout.smallTiles', low: 9 * 8, high: 49 * 8, text: { low: '9', base: '25', high: '49' } },
      { id: 'calendar.hoursPerDay', low: 25 * 4, high: 25 * 12 },
    ]);
    expect(tornado.slice(2).every(({ low, high }) => low === 200 && high === 200)).toBe(true);
  });

  test('takes the range that the event gives, and never leaves its own number out', () => {
    const range = { low: 20, mode: 25, high: 30 };
    const given = factorsOf(inputsOf({ layout: { smallTiles: range } }))[0];
    expect(given?.text).toEqual({ low: '20', base: '25', high: '30' });
    const beyond = factorsOf(inputsOf({ layout: { smallTiles: 80 } }))[0];
    expect(beyond?.text).toEqual({ low: '9', base: '80', high: '80' });
  });

  test('asks for no saving that is made already', () => {
    const ids = (event: object, choices: object) => factorsOf(inputsOf(event, choices)).map(({ id }) => id);
    expect(ids({}, {})).toEqual(expect.arrayContaining(['codec', 'schedule']));
    expect(ids({ codec: 'av1' }, { schedule: 'elastic' })).not.toEqual(
      expect.arrayContaining(['codec', 'schedule']),
    );
  });

  test('has no number where no plan can be made, and lets a fault through', () => {
    const limited = (inputs: PlanInputs): number => {
      if (modeOf(inputs.event.layout.smallTiles) > 40) throw noNode;
      return tilesTimesHours(inputs);
    };
    const { tornado, twoWay } = sensitivityOf(inputsOf(), limited);
    expect(tornado.at(-1)).toMatchObject({ id: 'layout.smallTiles', low: 72, high: null });
    expect(twoWay.cells.at(-1)).toEqual([null, null, null, null, null]);
    expect(() =>
      sensitivityOf(inputsOf(), () => {
        throw new TypeError('a fault');
      }),
    ).toThrow('a fault');
  });

  test('the table of tiles and hours holds the base where they cross', () => {
    const { twoWay, base } = sensitivityOf(inputsOf(), tilesTimesHours);
    expect(twoWay.cells[twoWay.tiles.indexOf(25)]?.[twoWay.hoursPerDay.indexOf(8)]).toBe(base);
  });
});
