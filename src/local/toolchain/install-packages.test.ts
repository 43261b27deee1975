import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { administratorCommand } from './install-packages.ts';

const script = fileURLToPath(new URL('install-packages.sh', import.meta.url));
const hasApt = existsSync('/usr/bin/apt-get');
const knowsPackages =
  hasApt && spawnSync('/usr/bin/apt-get', ['--simulate', 'install', 'postgresql']).status === 0;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gomeet-apt-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const policy = (): string => join(root, 'usr/sbin/policy-rc.d');

/** Runs the script below a root of its own; `aptGet` sees what is in force while packages are installed. */
function install(aptGet: string, ...packages: string[]): { status: number | null; stdout: string } {
  return spawnSync('sh', [script, ...packages], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DESTDIR: root, APT_GET: aptGet },
  });
}

test('is one command for an administrator', () => {
  expect(administratorCommand(['postgresql', 'redis-server'])).toBe(
    `sudo sh ${script} postgresql redis-server`,
  );
});

describe.runIf(knowsPackages)('with the real apt-get, simulating', { timeout: 60_000 }, () => {
  /** apt-get knows no simulated update. */
  const simulate = (): string => {
    const path = join(root, 'simulate');
    writeFileSync(path, '#!/bin/sh\n[ "$1" = update ] || exec apt-get --simulate "$@"\n', { mode: 0o755 });
    return path;
  };

  test('asks for the packages without what they merely recommend', () => {
    const { status, stdout } = install(simulate(), 'postgresql', 'redis-server');
    expect(status).toBe(0);
    expect(stdout).toContain('postgresql');
    expect(existsSync(policy())).toBe(false);
  });

  test('tells of a package that does not exist, and cleans up', () => {
    expect(install(simulate(), 'no-such-package-anywhere').status).not.toBe(0);
    expect(existsSync(policy())).toBe(false);
    expect(existsSync(join(root, 'etc/postgresql-common/createcluster.d/gomeet.conf'))).toBe(false);
  });
});

describe.runIf(hasApt)('while packages are installed', () => {
  /** In place of apt-get: shows what the packages' scripts would see. */
  const show = (): string => {
    const path = join(root, 'show');
    const conf = join(root, 'etc/postgresql-common/createcluster.d/gomeet.conf');
    writeFileSync(
      path,
      `#!/bin/sh\nif [ "$1" = update ]; then exit; fi\n${policy()}; echo "policy $?"\ncat ${conf}\n`,
      { mode: 0o755 },
    );
    return path;
  };

  test('no daemon may start and PostgreSQL makes no cluster', () => {
    const { stdout } = install(show(), 'postgresql');
    expect(stdout).toContain('policy 101');
    expect(stdout).toContain('create_main_cluster = false');
    expect(existsSync(policy())).toBe(false);
  });

  test("somebody else's policy stays in force, and stays", () => {
    mkdirSync(join(root, 'usr/sbin'), { recursive: true });
    writeFileSync(policy(), '#!/bin/sh\nexit 104\n', { mode: 0o755 });
    expect(install(show(), 'postgresql').stdout).toContain('policy 104');
    expect(readFileSync(policy(), 'utf8')).toBe('#!/bin/sh\nexit 104\n');
  });

  test('a policy that a killed run left is replaced and goes', () => {
    mkdirSync(join(root, 'usr/sbin'), { recursive: true });
    writeFileSync(policy(), '#!/bin/sh\n# written by gomeet setup while it installs packages\nexit 101\n', {
      mode: 0o755,
    });
    expect(install(show(), 'postgresql').stdout).toContain('policy 101');
    expect(existsSync(policy())).toBe(false);
  });
});

test('the script is valid for a plain shell', () => {
  expect(() => execFileSync('sh', ['-n', script])).not.toThrow();
});
