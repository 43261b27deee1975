import { expect, test } from 'vitest';
import { alertEpisodes } from './alert-episodes.ts';

const at = (second: number): string => new Date(1_800_000_000_000 + second * 1000).toISOString();
const ms = (second: number): number => 1_800_000_000_000 + second * 1000;

interface Told {
  readonly name: string;
  readonly from: number;
  readonly until?: number;
}

const line = (arrived: number, ...alerts: Told[]): string =>
  `${JSON.stringify({
    arrivedMs: ms(arrived),
    receiver: 'team',
    notification: {
      version: '4',
      alerts: alerts.map(({ name, from, until }) => ({
        status: until === undefined ? 'firing' : 'resolved',
        labels: { alertname: name, severity: 'warning' },
        annotations: { summary: `${name} since ${from}` },
        startsAt: at(from),
        endsAt: until === undefined ? '0001-01-01T00:00:00Z' : at(until),
        fingerprint: name,
      })),
    },
  })}\n`;

test('what is told several times is one alert, with the first time that it was told', () => {
  const text = [
    line(12, { name: 'B', from: 10 }),
    line(14, { name: 'B', from: 10 }, { name: 'A', from: 9 }),
    line(31, { name: 'B', from: 10, until: 30 }, { name: 'A', from: 9 }),
  ].join('');
  expect(alertEpisodes(text)).toMatchObject([
    { name: 'A', firedAt: ms(9), notifiedAt: ms(14), resolvedAt: null },
    {
      name: 'B',
      severity: 'warning',
      firedAt: ms(10),
      notifiedAt: ms(12),
      resolvedAt: ms(30),
      summary: 'B since 10',
    },
  ]);
});

test('the same alert twice is two', () => {
  const text =
    line(2, { name: 'A', from: 1 }) +
    line(4, { name: 'A', from: 1, until: 3 }) +
    line(9, { name: 'A', from: 8 });
  expect(alertEpisodes(text).map(({ resolvedAt }) => resolvedAt)).toEqual([ms(3), null]);
});

test('a line that is being written is left out, a whole one that is broken is not', () => {
  const whole = line(2, { name: 'A', from: 1 });
  expect(alertEpisodes(whole + whole.slice(0, 40))).toHaveLength(1);
  expect(() => alertEpisodes('{"arrivedMs": 1\n')).toThrow(SyntaxError);
});
