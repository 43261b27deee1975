import type { FastifyInstance } from 'fastify';
import webPush from 'web-push';
import { productionPolicy } from '../../src/platform/api/policy.ts';
import { startPlatform } from '../platform/support/platform.ts';
import { findRecorder, startRecorder } from '../platform/support/recorder.ts';
import { findLiveKit, freePort, startLiveKit } from '../platform/support/services.ts';

/** The limits of production would answer most requests with 429; that they hold is tested in tests/platform. */
const unlimited = {
  ...productionPolicy,
  limits: Object.fromEntries(
    Object.entries(productionPolicy.limits).map(([name, limit]) => [name, { ...limit, quota: 10_000_000 }]),
  ) as typeof productionPolicy.limits,
};

/** One worker with everything behind it, listening. */
export async function startContractPlatform(): Promise<{
  app: FastifyInstance;
  url: string;
  livekit: { apiKey: string; apiSecret: string };
  stop(): Promise<void>;
}> {
  const program = findLiveKit();
  const recorderProgram = findRecorder();
  if (program === undefined || recorderProgram === undefined)
    throw new Error('livekit-server or the recorder is not built: run "gomeet setup"');
  const platform = await startPlatform();
  const { apiKey, apiSecret } = platform.config.livekit;
  const port = await freePort();
  const livekit = await startLiveKit(
    program,
    { [apiKey]: apiSecret },
    `http://127.0.0.1:${port}/webhooks/livekit`,
  );
  const recorder = await startRecorder(recorderProgram, 100);
  const push = webPush.generateVAPIDKeys();
  const app = await platform.startWorker({
    policy: unlimited,
    config: {
      push,
      recording: { ...platform.config.recording, recorder: { url: recorder.url, token: recorder.token } },
      livekit: {
        ...platform.config.livekit,
        clientUrl: livekit.url.replace('http', 'ws'),
        apiUrl: livekit.url,
      },
    },
  });
  const url = await app.listen({ host: '127.0.0.1', port });
  return {
    app,
    url,
    livekit: { apiKey, apiSecret },
    stop: async () => {
      await platform.stop();
      await Promise.all([recorder.stop(), livekit.stop()]);
    },
  };
}
