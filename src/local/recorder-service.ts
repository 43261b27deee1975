import { digestOf } from './digest.ts';
import type { ProfileInputs } from './lean-profile.ts';
import type { Service } from './service.ts';
import { baseEnv } from './service-settings.ts';

/** Records meetings where no LiveKit Egress runs; absent while `gomeet setup` has not built it. */
export function recorder(
  { layout, ports, secrets, recording }: ProfileInputs,
  needs: readonly string[] = ['livekit'],
): Service[] {
  if (recording === undefined) return [];
  const env = {
    ...baseEnv,
    RECORDER_ADDRESS: `127.0.0.1:${ports.recorder}`,
    RECORDER_FOLDER: layout.recordings,
    RECORDER_FFMPEG: recording.ffmpeg,
    RECORDER_TOKEN: secrets.recorderToken,
  };
  return [
    {
      name: 'recorder',
      kind: 'process',
      command: recording.program,
      arguments: [],
      env,
      workingDirectory: layout.directory,
      needs,
      readiness: { kind: 'http', url: `http://127.0.0.1:${ports.recorder}/health` },
      readyWithinMs: 20_000,
      // It leaves its rooms and closes its files; what is not put together yet is by the next one.
      stop: { signal: 'SIGTERM', timeoutMs: 5_000 },
      address: `127.0.0.1:${ports.recorder}`,
      logFile: `${layout.logs}/recorder.log`,
      digests: { program: recording.version, environment: digestOf(env) },
    },
  ];
}

/** How the API reaches the recorder; without one it answers 503 `recording-unavailable`. */
export const recorderEnv = ({ ports, secrets, recording }: ProfileInputs): Record<string, string> =>
  recording === undefined
    ? {}
    : {
        RECORDER_URL: `http://127.0.0.1:${ports.recorder}`,
        RECORDER_TOKEN: secrets.recorderToken,
      };
