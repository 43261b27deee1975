import { describe, expect, test } from 'vitest';
import { packageSystemOf } from './packages.ts';
import { setupSteps } from './plan-setup.ts';
import type { Tool, ToolName } from './tool.ts';

const names: readonly ToolName[] = [
  'postgres',
  'redis-server',
  'livekit-server',
  'go',
  'ffmpeg',
  'chromium',
  'k6',
  'recorder',
  'clips',
  'web-app',
];
const tools = (...missing: ToolName[]): Tool[] =>
  names.map((name) => ({
    name,
    needed: 'some version',
    purpose: '',
    howToGet: `get ${name}`,
    ...(missing.includes(name) ? {} : { found: { path: `/bin/${name}`, version: '1', source: 'path' } }),
  }));
const titles = (steps: ReturnType<typeof setupSteps>): string[] => steps.map(({ title }) => title);

test('nothing to do where everything is there', () => {
  expect(setupSteps(tools(), {}, 'debian')).toEqual([]);
});

test('packages first and all at once, then builds, then clips', () => {
  expect(
    titles(
      setupSteps(
        tools('postgres', 'chromium', 'ffmpeg', 'livekit-server', 'k6', 'recorder', 'clips', 'web-app'),
        {},
        'debian',
      ),
    ),
  ).toEqual([
    'install postgresql, ffmpeg, chromium from the system packages',
    'build livekit-server 1.13.5',
    'build k6 with the extension k6/x/gomeet',
    'build the recorder',
    'make the clips that publishers send',
    'build the web app',
  ]);
});

describe('what gomeet cannot do is the user’s own step, before all others', () => {
  test('Go, when something has to be built', () => {
    expect(titles(setupSteps(tools('go', 'k6'), {}, 'debian'))[0]).toBe('get go (it builds k6)');
    expect(setupSteps(tools('go'), {}, 'debian')).toEqual([]);
  });

  test('packages of a system that it does not know', () => {
    expect(setupSteps(tools('redis-server'), {}, 'unknown')).toMatchObject([
      { kind: 'manual', tool: 'redis-server' },
    ]);
  });

  test('a path that the user set and that is not usable', () => {
    const steps = setupSteps(tools('livekit-server'), { 'livekit-server': '/nowhere' }, 'debian');
    expect(steps).toMatchObject([
      { kind: 'manual', title: 'set another livekit-server: /nowhere; needed: some version' },
    ]);
  });
});

test.each([
  ['linux', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', 'debian'],
  ['linux', 'ID=ubuntu\nID_LIKE=debian\n', 'ubuntu'],
  ['linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'ubuntu'],
  ['linux', 'ID=fedora\n', 'unknown'],
  ['linux', '', 'unknown'],
  ['darwin', '', 'homebrew'],
] as const)('%s %j is %s', (platform, osRelease, system) => {
  expect(packageSystemOf(platform, osRelease)).toBe(system);
});
