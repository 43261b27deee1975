import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, GomeetError } from '../../errors.ts';
import { runCommand } from '../run-command.ts';
import type { LocalWorld, WorkStep } from '../world.ts';
import { readClips } from './inspect-tools.ts';
import { intoCache } from './into-cache.ts';

/** Has ffmpeg make every clip of loadgen/clip/clips.json, into one folder of the cache. */
export async function makeClips(
  ffmpeg: string,
  world: Pick<LocalWorld, 'env' | 'signal' | 'projectRoot' | 'cache'>,
  step: WorkStep,
): Promise<void> {
  const clips = readClips(world.projectRoot);
  await intoCache(world.cache.clips, async (folder) => {
    mkdirSync(folder);
    for (const [index, { name, args }] of clips.entries()) {
      step.update({ done: index, total: clips.length, text: name });
      const options = { env: world.env, signal: world.signal, workingDirectory: folder };
      const { exitCode, stderr } = await runCommand(ffmpeg, [...args, join(folder, name)], options);
      world.signal.throwIfAborted();
      if (exitCode !== 0) throw clipFailed(name, ffmpeg, stderr);
    }
  });
}

const clipFailed = (name: string, ffmpeg: string, stderr: string): GomeetError =>
  new GomeetError(`${ffmpeg} could not make ${name}:\n${stderr.trimEnd().split('\n').slice(-6).join('\n')}`, {
    exitCode: ExitCode.prerequisite,
    code: 'clip-failed',
    hint: 'install an ffmpeg with libvpx, libx264, libaom and libopus (Debian, Ubuntu and Homebrew have them), then: gomeet setup',
  });
