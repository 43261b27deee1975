import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { variableOf } from './config-schema.ts';

const read = (text: string | undefined, env: Record<string, string> = {}) =>
  readConfig(text === undefined ? undefined : { name: 'gomeet.yaml', text }, env);
const entry = (config: ReturnType<typeof read>, path: string) =>
  config.entries.find((each) => each.path === path);

describe('layers', () => {
  test('without a file and variables every value is a default', () => {
    const config = read(undefined);
    expect(config.values.loadtest.room).toEqual({
      participants: 500,
      publishers: 2,
      microphones: 1,
      layout: 'grid-25',
      durationSeconds: 30,
      joinRatePerSecond: 10,
    });
    expect(new Set(config.entries.map(({ origin }) => origin.kind))).toEqual(new Set(['default']));
  });

  test('the environment is stronger than the file, and each says where it came from', () => {
    const config = read('local:\n  apiWorkers: 3\n  directory: here\n', { GOMEET_LOCAL_API_WORKERS: '5' });
    expect(config.values.local).toMatchObject({ apiWorkers: 5, directory: 'here' });
    expect(entry(config, 'local.apiWorkers')?.origin).toEqual({
      kind: 'environment',
      where: 'GOMEET_LOCAL_API_WORKERS',
    });
    expect(entry(config, 'local.directory')?.origin).toEqual({ kind: 'file', where: 'gomeet.yaml:3' });
  });

  test('an empty variable is no value', () =>
    expect(read(undefined, { GOMEET_LOCAL_API_WORKERS: '' }).values.local.apiWorkers).toBe(2));

  test('a text that looks like a number stays a text where a text is wanted', () =>
    expect(read(undefined, { GOMEET_LOCAL_DIRECTORY: '12' }).values.local.directory).toBe('12'));
});

describe('what does not fit is refused with its place', () => {
  test.each([
    ['local:\n  apiWorkrs: 3\n', 'gomeet.yaml:2: unknown key "local.apiWorkrs"'],
    ['lokal: {}\n', 'gomeet.yaml:1: unknown key "lokal"'],
    ['loadtest:\n  room:\n    participants: many\n', 'gomeet.yaml:3: loadtest.room.participants'],
    ['local:\n  ports:\n    api: 80\n', 'gomeet.yaml:3: local.ports.api'],
    ['local: [\n', 'gomeet.yaml:2:1:'],
    ['event:\n  layout:\n    smallTiles: -1\n', 'gomeet.yaml:3: event.layout.smallTiles: Too small'],
    ['event:\n  layout:\n    smallTiles: .nan\n', 'accepted: a number from 0 to 100, or {low, mode, high}'],
    ['event:\n  cameras: {low: 0.5, mode: 0.4, high: 1}\n', 'with low <= mode <= high'],
    ['event:\n  meetings:\n    - count: 3\n', 'gomeet.yaml:3: event.meetings.0.participants'],
    [
      'event:\n  meetings:\n    - {count: 1, participants: 1e9}\n',
      'event.meetings.0.participants: Too big: expected number to be <=100000',
    ],
  ])('%j', (text, message) => expect(() => read(text)).toThrow(message));

  test('a variable by its name, without its value when it is a secret', () => {
    const short = { GOMEET_LOADTEST_ACCOUNT_PASSWORD: 'hunter2' };
    expect(() => read(undefined, short)).toThrow('GOMEET_LOADTEST_ACCOUNT_PASSWORD');
    expect(() => read(undefined, short)).not.toThrow('hunter2');
  });
});

describe('lists and ranges come from the environment as JSON', () => {
  const event = (env: Record<string, string>) => read(undefined, env).values.event;

  test('meetings and a range', () => {
    expect(event({ GOMEET_EVENT_MEETINGS: '[{"count": 3, "participants": 40}]' }).meetings).toEqual([
      { count: 3, participants: 40 },
    ]);
    expect(event({ GOMEET_EVENT_CAMERAS: '{"low": 0.2, "mode": 0.5, "high": 1}' }).cameras).toEqual({
      low: 0.2,
      mode: 0.5,
      high: 1,
    });
    expect(event({ GOMEET_EVENT_DYNACAST: 'false' }).dynacast).toBe(false);
  });

  test.each([
    ['[{"count": 3, "participants": -4}]', 'GOMEET_EVENT_MEETINGS: 0: participants: Too small'],
    ['[{"count": 3', 'GOMEET_EVENT_MEETINGS: no JSON'],
    ['many', 'GOMEET_EVENT_MEETINGS: Invalid input: expected array'],
  ])('%s is refused', (text, message) =>
    expect(() => event({ GOMEET_EVENT_MEETINGS: text })).toThrow(message),
  );
});

test.each([
  ['loadtest.room.joinRatePerSecond', 'GOMEET_LOADTEST_ROOM_JOIN_RATE_PER_SECOND'],
  ['local.apiWorkers', 'GOMEET_LOCAL_API_WORKERS'],
  ['tools.livekitServer', 'GOMEET_LIVEKIT_SERVER'],
])('%s is set by %s', (path, variable) => expect(variableOf(path)).toBe(variable));
