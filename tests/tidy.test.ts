/**
 * The repository polices itself: direction of imports, size of files, banned calls, names. Each rule says what to do
 * instead. Reads the files that git knows, so that what is only lying about is not judged.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));
const read = (path: string): string => readFileSync(path, 'utf8');
const isTest = (path: string): boolean => path.includes('.test.') || path.startsWith('tests/');
const sources = files.filter((path) => /^(src|scenarios)\/.*\.tsx?$/.test(path) && !isTest(path));

/** From high to low; a file may import from its own row, or from any row below. */
const layers = [
  ['src/commands/'],
  ['src/drills/'],
  ['src/health/'],
  ['src/loadtest/'],
  ['src/deployment/'],
  ['src/context.ts'],
  ['src/config.ts', 'src/config-schema.ts'],
  ['src/reporting/'],
  ['src/audit/'],
  ['src/pricing/'],
  ['src/planning/'],
  ['src/results/'],
  ['src/progress/'],
  ['src/units.ts', 'src/errors.ts'],
];
const layerOf = (path: string): number =>
  layers.findIndex((row) => row.some((prefix) => path.startsWith(prefix)));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

function importsOf(path: string): Import[] {
  const statements = read(path).matchAll(
    /^(?:import|export)\s+(type\s+)?[^;'"]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gm,
  );
  return [...statements].map(([, type, from, lazy]) => ({
    from: path,
    to: normalize(join(dirname(path), from ?? lazy ?? '')),
    isType: type !== undefined,
  }));
}

const imports = sources.flatMap(importsOf);
const shown = ({ from, to }: Import): string => `${from} → ${to}`;

describe('imports run one way', () => {
  test('down the layers, never up', () => {
    const upward = imports.filter(({ from, to, isType }) => {
      const [high, low] = [layerOf(from), layerOf(to)];
      return high !== -1 && low !== -1 && low < high && !(isType && to === 'src/context.ts');
    });
    expect(upward.map(shown)).toEqual([]);
  });

  test('values of adapters and of the local platform reach capabilities through the Context only', () => {
    const isOutside = (path: string): boolean => /^src\/(adapters|local)\//.test(path);
    const allowed = (path: string): boolean => path === 'src/main.ts' || isOutside(path);
    const direct = imports.filter(({ from, to, isType }) => isOutside(to) && !isType && !allowed(from));
    expect(direct.map(shown)).toEqual([]);
  });

  test('the platform stands alone', () => {
    const crossing = imports.filter(
      ({ from, to }) => from.startsWith('src/platform/') !== to.startsWith('src/platform/'),
    );
    expect(crossing.map(shown)).toEqual([]);
  });

  test('adapters and the local platform know no capability and no command', () => {
    const upward = imports.filter(
      ({ from, to, isType }) =>
        /^src\/(adapters|local)\//.test(from) &&
        !isType &&
        !/^src\/(adapters|local|platform|progress)\/|^src\/(errors|config|config-schema|units|printable-text|read-text)\.ts/.test(
          to,
        ),
    );
    expect(upward.map(shown)).toEqual([]);
  });

  test('in no circle', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to, isType } of imports)
      if (!isType) graph.set(from, [...(graph.get(from) ?? []), to]);
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      if (trail.includes(path) || done.has(path)) return;
      for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) walk(path, []);
    expect(circles).toEqual([]);
  });
});

/** Only these may reach the process, the clock or chance; everything else is handed what it needs. */
const mayTouchTheWorld = (path: string): boolean =>
  path === 'src/main.ts' || /^src\/(adapters|local|platform)\//.test(path) || path.startsWith('scenarios/');

describe('the outside world is one argument', () => {
  test.each([
    ['process', /\bprocess\.(?!d)\w/, 'take what you need from the Context'],
    ['the clock', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, 'take ctx.now() or ctx.monotonic()'],
    ['chance', /\bMath\.random\(/, 'take ctx.random()'],
    ['process.exit', /\bprocess\.exit\(/, 'throw a GomeetError; main.ts alone exits'],
  ])('nothing else touches %s', (_what, banned, instead) => {
    const offenders = sources
      .filter((path) => !mayTouchTheWorld(path))
      .filter((path) => banned.test(withoutComments(read(path))));
    expect(offenders, instead).toEqual([]);
  });

  test('views and nouns do no I/O', () => {
    const views = sources.filter((path) => path.endsWith('-view.ts'));
    const impure = views.filter((path) => /from 'node:(?!util)/.test(read(path)));
    expect(impure, 'a view turns a result into text: let a verb-noun file do the reading').toEqual([]);
  });

  test('scenarios import no node: module and no npm package, which k6 could not resolve', () => {
    const offenders = sources
      .filter((path) => path.startsWith('scenarios/'))
      .filter((path) => /from '(?!\.|k6)/.test(read(path)));
    expect(offenders).toEqual([]);
  });
});

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

test('the lockfile names the packages of every platform, without which npm ci refuses to work', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => packages[`node_modules/${name}`] === undefined);
  expect(missing, 'a registry that lacks a platform makes npm leave it out: add its entry').toEqual([]);
});

describe('size and names', () => {
  test('no source file is longer than 250 lines', () => {
    const long = sources
      .map((path) => [path, read(path).split('\n').length - 1] as const)
      .filter(([, n]) => n > 250);
    expect(long, 'find the two thoughts in it and give each a file').toEqual([]);
  });

  test('half of the source files have at most 80 lines', () => {
    const lengths = sources.map((path) => read(path).split('\n').length - 1).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  test('no drawer without a subject', () => {
    const drawers = files.filter((path) =>
      /(^|\/)(utils?|helpers?|common|managers?|misc)(\/|\.\w+$)/.test(path),
    );
    expect(drawers, 'name it after what it is about').toEqual([]);
  });

  test('nothing names a machine or a package registry', () => {
    // Written in pieces, so that this file does not name them either.
    const hosts = [
      'registry.npm' + 'js',
      'proxy.go' + 'lang',
      'sum.go' + 'lang',
      'deb.deb' + 'ian.org',
      'pypi' + '.org',
    ];
    const offenders = files
      .filter((path) => path !== 'package-lock.json' && !/\.(png|ivf|ogg)$/.test(path))
      .filter((path) => hosts.some((host) => read(path).includes(host)));
    expect(offenders).toEqual([]);
  });
});
