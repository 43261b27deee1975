import { describe, expect, test } from 'vitest';
import { demandOf } from './demand.ts';
import { eventSchema } from './event.ts';

const demand = (event: unknown) => demandOf(eventSchema.parse(event));

describe('demand', () => {
  test('of the reference event: 50,000 people, 8.8 million hours of people a month', () => {
    const reference = demand({});
    expect(reference.participants.value).toBe(50_000);
    expect(reference.hoursPerMonth.value).toBe(176);
    expect(reference.participantHoursPerMonth.value).toBe(8.8e6);
    expect(reference.recordedHoursPerMonth.value).toBe(100 * 176 * 0.1);
    expect(reference.cameras.value).toBe(50_000);
    expect(reference.voices.value).toBe(300);
    expect(reference.relayedParticipants.value).toBe(5000);
    expect(reference.participants.formula).toBe('meetings * largestMeeting');
  });

  test('where meetings are a mean, slots size the machines and the mean makes the bill', () => {
    const mean = demand({ meetingsAre: 'mean' });
    expect(mean.slots.value).toBe(117);
    expect(mean.participants.value).toBe(117 * 500);
    expect(mean.meanParticipants.value).toBe(50_000);
    expect(mean.participantHoursPerMonth.value).toBe(8.8e6);
  });

  test('equal sizes become one, the largest comes first', () => {
    const mixed = demand({
      meetings: [
        { count: 3, participants: 5 },
        { count: 2, participants: 500 },
        { count: 4, participants: 5 },
      ],
    });
    expect(mixed.sizes).toEqual([
      { participants: 500, meetings: 2, slots: 2 },
      { participants: 5, meetings: 7, slots: 7 },
    ]);
    expect(mixed.largestMeeting.value).toBe(500);
    expect(mixed.participants.value).toBe(1035);
  });

  test('nobody has two voices: two people alone cannot be three who speak', () => {
    expect(demand({ meetings: [{ count: 10, participants: 2 }] }).voices.value).toBe(20);
  });

  test('a range keeps its ends, and its mode is reckoned with', () => {
    const ranged = demand({ joinSeconds: { low: 30, mode: 60, high: 300 } });
    expect(ranged.joinSeconds).toMatchObject({ value: 60, range: { low: 30, mode: 60, high: 300 } });
  });
});
