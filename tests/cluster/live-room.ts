/** A meeting on the platform of a cluster: k6 brings people who join through the gateway, publish, receive and stay. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratorResult } from '../../src/loadtest/generator-result.ts';
import { readGeneratorResult } from '../../src/loadtest/read-generator-result.ts';
import { planRoom } from '../../src/loadtest/room/plan.ts';
import { callProfile } from '../../src/loadtest/room/profiles.ts';
import { outcomeOf } from '../local/local-gomeet.ts';
import type { Cluster } from './cluster.ts';
import { spawnOn } from './gomeet-on-cluster.ts';
import { placeOf, root } from './set-up.ts';

export interface Meeting {
  /** Sets its people apart from those of others. */
  readonly name: string;
  readonly people: number;
  readonly seconds: number;
}

const apiUrl = 'http://gomeet.test:30080';
const password = 'of-the-cluster-test';

/** Holds a meeting to its end. @returns what its people saw */
export async function holdMeeting(
  cluster: Cluster,
  folder: string,
  { name, people, seconds }: Meeting,
): Promise<GeneratorResult> {
  const emailPattern = `${name}-%05d@load.gomeet.test`;
  await openAccounts(`http://${cluster.nodes[0]?.address}:30080`, emailPattern, people);
  const outputDirectory = join(folder, `meeting-${name}`);
  mkdirSync(outputDirectory);
  const request = {
    ...{ participants: people, publishers: 2, microphones: 1, layout: 'grid-25' as const },
    ...{ durationSeconds: seconds, joinRatePerSecond: 2, room: name },
  };
  const plan = planRoom(request, callProfile, {
    ...{ apiUrl, password, clipsDirectory: placeOf('clips'), onLoopback: false, startAt: Date.now() + 4000 },
    ...{ accessTokensFile: null, sharedDirectory: outputDirectory },
  });
  const accounts = { emailPattern, first: 1, password };
  const planFile = join(outputDirectory, 'plan.json');
  writeFileSync(planFile, JSON.stringify({ ...plan, accounts, outputDirectory }));
  const flags = ['--quiet', '--no-color', '--no-usage-report', '--summary-mode=disabled'];
  const command = [placeOf('k6'), 'run', ...flags, join(root, 'scenarios', 'room.ts')];
  const env = { GOMEET_PLAN: planFile, GOMEET_PROCESS_ID: String(process.pid) };
  const { exitCode, stderr } = await outcomeOf(spawnOn(cluster, command, { folder: outputDirectory, env }));
  const result = await readGeneratorResult(outputDirectory);
  if (result === undefined)
    throw new Error(`the meeting ${name} left nothing, exit code ${exitCode}: ${stderr}`);
  return result;
}

async function openAccounts(at: string, emailPattern: string, people: number): Promise<void> {
  for (let number = 1; number <= people; number++) {
    const email = emailPattern.replace('%05d', String(number).padStart(5, '0'));
    const answer = await fetch(`${at}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, firstName: 'Guest', lastName: String(number) }),
    });
    if (answer.status !== 201) throw new Error(`${email}: ${answer.status} ${await answer.text()}`);
  }
}
