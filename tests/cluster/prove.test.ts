/** `plan prove` as a user types it: the real scheduler on nodes that KWOK plays. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { createProvingGround } from '../../src/adapters/proving-ground/proving-ground.ts';
import type { Proof } from '../../src/deployment/kubernetes/proof.ts';
import { runCli } from '../support/run-cli.ts';
import { bringOperatorManifests } from './operator-manifests.ts';
import { program } from './programs.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const tags = { tags: ['cluster'] };

async function prove(...words: string[]): Promise<{ exitCode: number; stderr: string; proof: Proof }> {
  const env = { ...process.env, GOMEET_KUBECTL: program('kubectl') } as Record<string, string>;
  const { exitCode, stdout, stderr } = await runCli(['plan', 'prove', ...words, '--yes', '--json'], {
    env,
    cwd: projectRoot,
    projectRoot,
  });
  return { exitCode, stderr, proof: (JSON.parse(stdout) as { data: Proof }).data };
}

describe('plan prove', () => {
  beforeAll(async () => {
    await bringOperatorManifests();
    const { signal } = new AbortController();
    const ground = createProvingGround({ env: process.env, projectRoot, signal });
    await ground.build({ step: () => ({ update() {}, succeed() {}, fail() {} }), note() {} });
  }, 900_000);

  test('says which pods of the written plan never fit, and why', tags, async () => {
    const { exitCode, proof } = await prove('--kubernetes', 'plans/written-2025.yaml');
    expect(exitCode).toBe(3);
    const [planned] = proof.scenarios;
    expect(planned).toMatchObject({ id: 'planned', holds: false, pods: 120 });
    const never = planned?.unplaced.filter(({ kind }) => kind === 'never') ?? [];
    // Whole nodes of 16 cores, of which Kubernetes keeps some: 25 media servers and 4 databases, as the audit finds by arithmetic.
    expect(never.map(({ workload, pods }) => `${pods} ${workload}`).sort()).toEqual([
      '25 Deployment default/livekit-sfu',
      '4 Deployment default/postgres',
    ]);
    expect(never[0]?.arithmetic).toContain(
      'a pod asks for 16 cores and 64 GiB; an empty node of pool workers has 15.39 cores',
    );
    expect(never[0]?.scheduler).toContain('Insufficient cpu');
  });

  test('places every pod of the plan of 50,000 people, with any one node lost too', tags, async () => {
    const { exitCode, proof, stderr } = await prove();
    const [planned, ...disturbed] = proof.scenarios;
    expect(planned, stderr).toMatchObject({ id: 'planned', holds: true, unplaced: [] });
    expect(planned?.placed).toBe(planned?.pods);
    expect(disturbed.map(({ id }) => id)).toEqual(['lost-media', 'lost-turn', 'lost-worker', 'surge']);
    for (const { id, holds, unplaced } of disturbed) {
      expect(holds, id).toBe(true);
      // A media server or a TURN server less is what the spare nodes are for; everything else finds room.
      const isSpare = id === 'lost-media' || id === 'lost-turn';
      expect(unplaced).toEqual(isSpare ? [expect.objectContaining({ kind: 'spare', pods: 1 })] : []);
    }
    expect(exitCode).toBe(0);
  });

  test('leaves nothing behind', tags, async () => {
    const before = new Set(readdirSync(tmpdir()).filter((name) => name.startsWith('gomeet-proof-')));
    await prove('plans/written-2025.yaml');
    const after = readdirSync(tmpdir()).filter(
      (name) => name.startsWith('gomeet-proof-') && !before.has(name),
    );
    expect(after).toEqual([]);
  });

  test('refuses what is no plan, before anything is started', tags, async () => {
    const { exitCode, stderr } = await prove('plans/reference.yaml');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/plans\/reference\.yaml/);
  });
});
