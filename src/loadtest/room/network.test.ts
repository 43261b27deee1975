import { describe, expect, test } from 'vitest';
import { describeFaces, networkFaces, withTurnServer } from './network.ts';

describe('networkFaces', () => {
  test('reads kinds, shares and conditions', () =>
    expect(networkFaces.parse('turn=0.1, tcp=0.2,lossy=0.3,slow=0.1:50')).toEqual([
      { kind: 'turn', share: 0.1 },
      { kind: 'tcp', share: 0.2 },
      { kind: 'lossy', share: 0.3, lossPercent: 2 },
      { kind: 'slow', share: 0.1, delayMs: 50 },
    ]));

  test.each(['', 'wifi=0.1', 'lossy', 'lossy=2', 'lossy=0.1:80', 'turn=0.1:5', 'slow=0', 'slow=-1'])(
    'refuses "%s" and says what is accepted',
    (text) => {
      const result = networkFaces.safeParse(text);
      expect(result.error?.issues[0]?.message).toContain('accepted: turn, turns, tcp, lossy and slow');
    },
  );

  test('refuses shares of more than everyone', () =>
    expect(networkFaces.safeParse('tcp=0.7,lossy=0.6').error?.issues[0]?.message).toContain('add up to 1.3'));
});

const turn = { address: '10.0.0.1:3478', username: 'gomeet', credential: 'correct-horse' };

test('only faces of kind turn get the server, and the report never shows its credentials', () => {
  const faces = withTurnServer(networkFaces.parse('turn=0.1,lossy=0.2'), turn);
  expect(faces.map((face) => face.turn)).toEqual([turn, undefined]);
  expect(describeFaces(faces)).toBe('10 % turn, 20 % lossy (2 % loss)');
});
