import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheOf } from '../../../src/local/toolchain/cache.ts';
import { eventually, freePort, type Service } from './services.ts';

/** The recorder that `gomeet setup` built of these sources. */
export function findRecorder(): string | undefined {
  const built = cacheOf(process.env, fileURLToPath(new URL('../../../', import.meta.url))).recorder;
  return existsSync(built) ? built : undefined;
}

export interface RecorderService extends Service {
  readonly token: string;
}

/**
 * @param capacity how many rooms it records at a time.
 * @param token that whoever orders shows; several recorders share one.
 */
export async function startRecorder(
  program: string,
  capacity = 1,
  token = randomBytes(32).toString('hex'),
): Promise<RecorderService> {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-recorder-'));
  const port = await freePort();
  const child = spawn(program, [], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      RECORDER_ADDRESS: `127.0.0.1:${port}`,
      RECORDER_FOLDER: folder,
      RECORDER_TOKEN: token,
      RECORDER_CAPACITY: String(capacity),
      RECORDER_MIN_FREE_MEGABYTES: '1',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually('the recorder answers', async () => {
    if (!(await fetch(`${url}/health`)).ok) throw new Error('not yet');
  });
  return {
    url,
    port,
    token,
    stop: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await exited;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
