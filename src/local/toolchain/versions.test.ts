import { expect, test } from 'vitest';
import { programs } from './tool.ts';
import { compareVersions, isWithin, rangeText, versionIn } from './versions.ts';

test.each([
  ['postgres', 'postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
  ['redis-server', 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', '7.0.15'],
  ['livekit-server', 'livekit-server version 1.13.5', '1.13.5'],
  ['go', 'go version go1.26.8 linux/amd64', '1.26.8'],
  ['ffmpeg', 'ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026', '5.1.9'],
  [
    'chromium',
    '/usr/bin/chromium: 9: [: 25276510208: unexpected operator\nChromium 156.0.8078.79 built on Debian',
    '156.0.8078.79',
  ],
  ['chromium', 'Google Chrome 141.0.7390.54', '141.0.7390.54'],
])('reads the version that %s prints', (name, text, version) => {
  const pattern = programs.find((program) => program.name === name)?.versionPattern;
  expect(versionIn(text, pattern)).toBe(version);
});

test('versions are compared number by number', () => {
  expect(compareVersions('1.9', '1.13')).toBeLessThan(0);
  expect(compareVersions('15', '15.0')).toBe(0);
  expect(['7.0.15', '7.2', '6.2'].toSorted(compareVersions)).toEqual(['6.2', '7.0.15', '7.2']);
});

test('a range has a first version and may have an end', () => {
  const range = { from: '1.13.5', below: '2' };
  expect(['1.13.4', '1.13.5', '1.99', '2.0'].map((version) => isWithin(version, range))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isWithin('99', { from: '14' })).toBe(true);
  expect(rangeText(range)).toBe('1.13.5 or newer, below 2');
});
