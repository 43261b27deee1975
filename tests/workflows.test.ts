/**
 * The workflows police themselves, as the code does: what they run is pinned by digest, they may do as little as they can, and nothing that
 * a stranger wrote becomes a part of a script.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
type Permissions = Readonly<Record<string, string>> | string | undefined;
interface Job {
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Permissions;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows';
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(`${folder}/${name}`, 'utf8');
  return { name, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ id: `${name}: ${id}`, job })),
);
const steps = jobs.flatMap(({ id, job }) => (job.steps ?? []).map((step) => ({ id, job, step })));
const uses = workflows.flatMap(({ text }) =>
  [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, what = '']) => what),
);
const may = (job: Job, right: string): boolean =>
  typeof job.permissions === 'object' && job.permissions[right] === 'write';

describe('actions', () => {
  test('are named by the digest of a commit, with the version that it was', () => {
    const ours = /^\.\/\.github\/workflows\/[\w-]+\.yml$/;
    const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.length).toBeGreaterThan(10);
    expect(uses.filter((what) => !ours.test(what) && !pinned.test(what))).toEqual([]);
  });

  test('are the same everywhere', () => {
    const versions = new Map<string, Set<string>>();
    for (const what of uses) {
      const [action = '', digest = ''] = what.split('@');
      versions.set(action, (versions.get(action) ?? new Set()).add(digest));
    }
    expect([...versions].filter(([, digests]) => digests.size > 1)).toEqual([]);
  });

  test('leave no credentials in the checkout, but where the job is to push', () => {
    const left = steps
      .filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
      .filter(({ job, step }) => step.with?.['persist-credentials'] !== false && !may(job, 'contents'));
    expect(left.map(({ id }) => id)).toEqual([]);
  });
});

describe('rights', () => {
  test.each(workflows)('$name reads only, unless a job says what more it needs', ({ workflow }) => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const vague = Object.values(workflow.jobs).filter(({ permissions }) => typeof permissions === 'string');
    expect(vague).toEqual([]);
  });

  test.each(workflows)('$name is not begun by a stranger with our secrets', ({ text, workflow }) => {
    const begins = Object.keys(workflow.on);
    expect(begins).not.toContain('pull_request_target');
    expect(begins).not.toContain('workflow_run');
    // Of a fork's pull request GitHub withholds them; one that asks for them would work for some and not for others.
    const secrets = [...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    if (begins.includes('pull_request'))
      expect(secrets.filter((name) => name !== 'GITHUB_TOKEN')).toEqual([]);
  });

  test('what may publish a package waits for approval and runs no code of dependencies', () => {
    const publishing = jobs.filter(({ job }) => job.steps?.some(({ run }) => run?.includes('npm publish')));
    expect(publishing.map(({ job }) => job.environment)).toEqual(['release']);
    const scripts = publishing.flatMap(({ job }) => job.steps ?? []).map(({ run = '' }) => run);
    expect(scripts.filter((run) => /\bnpm (ci|install|i|run|test|exec)\b|\bnpx\b/.test(run))).toEqual([]);
  });

  test('production waits for approval and does what was approved', () => {
    const rollout = workflows.find(({ name }) => name === 'rollout.yml')?.workflow.jobs ?? {};
    expect(Object.values(rollout).map(({ environment }) => environment)).toEqual([
      'staging',
      'production-plan',
      'production',
    ]);
    const scripts = (rollout.production?.steps ?? []).map(({ run = '' }) => run).join('\n');
    expect(scripts).toMatch(/deploy [^&;]*--plan change-set\.json[^&;]*--canary 5,25,50,100/);
  });
});

describe('scripts', () => {
  test('take what GitHub knows from the environment, never as a part of the script', () => {
    const spliced = steps.filter(({ step }) => step.run?.includes('${{'));
    expect(spliced.map(({ id, step }) => `${id}: ${step.run}`)).toEqual([]);
  });

  test('end some day, and do not run beside themselves', () => {
    const endless = jobs.filter(({ job }) => job.uses === undefined && job['timeout-minutes'] === undefined);
    expect(endless.map(({ id }) => id)).toEqual([]);
    expect(
      workflows.filter(({ workflow }) => workflow.concurrency === undefined).map(({ name }) => name),
    ).toEqual([]);
  });
});

test('actionlint finds nothing', { timeout: 180_000 }, () => {
  const files = workflows.map(({ name }) => `${process.cwd()}/${folder}/${name}`);
  // shellcheck and pyflakes only where everybody has them.
  const args = [
    'run',
    '-mod=readonly',
    'github.com/rhysd/actionlint/cmd/actionlint',
    '-shellcheck=',
    '-pyflakes=',
  ];
  const { stdout, stderr } = spawnSync('go', [...args, ...files], {
    cwd: 'tools/actionlint',
    env: { ...process.env, GOFLAGS: '' },
    encoding: 'utf8',
  });
  expect(`${stdout}${stderr}`).toBe('');
});
