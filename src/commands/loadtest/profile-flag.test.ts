import { describe, expect, test } from 'vitest';
import { loadProfiles, referenceEvent } from '../../loadtest/preparation/profiles.ts';
import { smokeProfiles } from '../../loadtest/preparation/smoke-profiles.ts';
import { api } from './api.ts';
import { churn } from './churn.ts';
import { comprehensive } from './comprehensive.ts';
import { withProfile } from './profile-flag.ts';
import { room } from './room.ts';
import { rooms } from './rooms.ts';
import { websocket } from './websocket.ts';

const commands = { room, rooms, comprehensive, churn, websocket, api };

describe('withProfile', () => {
  test('fills in what was not given', () =>
    expect(withProfile('room', room.flags, { profile: 'gate300', publishers: 4 })).toEqual({
      profile: 'gate300',
      publishers: 4,
      participants: 300,
      duration: 300,
    }));

  test('what was given stays', () =>
    expect(withProfile('room', room.flags, { profile: 'gate300', duration: 10 })).toMatchObject({
      participants: 300,
      duration: 10,
    }));

  test('without a profile nothing changes', () =>
    expect(withProfile('rooms', rooms.flags, { rooms: 3 } as { profile?: string })).toEqual({ rooms: 3 }));

  test('every flag of every profile is one that its scenario takes', () => {
    for (const { name, scenario } of [...smokeProfiles, ...loadProfiles(referenceEvent)]) {
      const { flags } = commands[scenario];
      expect(Object.keys(flags)).toContain('profile');
      expect(() => withProfile(scenario, flags, { profile: name })).not.toThrow();
    }
  });
});
