import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRecorderEngine } from '../../src/platform/api/recordings/recorder-engine.ts';
import type { RecordingEngine } from '../../src/platform/api/recordings/recording-engine.ts';
import { findRecorder, type RecorderService, startRecorder } from './support/recorder.ts';
import { eventually, findLiveKit, type Service, startLiveKit } from './support/services.ts';

const programs = { livekit: findLiveKit(), recorder: findRecorder() };
const slow = { tags: ['slow'] };
const keys = { apiKey: 'test-key', apiSecret: randomBytes(32).toString('hex') };
let livekit: Service;
let recorders: RecorderService[];
let engine: RecordingEngine;

describe.skipIf(!programs.livekit || !programs.recorder)('two recorders behind one name', () => {
  beforeAll(async () => {
    const { livekit: server = '', recorder = '' } = programs;
    const token = randomBytes(32).toString('hex');
    livekit = await startLiveKit(server, { [keys.apiKey]: keys.apiSecret }, 'http://127.0.0.1:1/');
    recorders = await Promise.all([startRecorder(recorder, 1, token), startRecorder(recorder, 1, token)]);
    engine = createRecorderEngine(
      { url: 'srv://_http._tcp.recorder.test', token },
      { ...keys, clientUrl: livekit.url.replace('http', 'ws'), apiUrl: livekit.url },
      // As a headless Service lists its pods.
      async (name) => {
        expect(name).toBe('_http._tcp.recorder.test');
        return recorders.map(({ port }) => ({ name: '127.0.0.1', port }));
      },
    );
  });
  afterAll(async () => {
    await Promise.all(recorders.map((recorder) => recorder.stop()));
    await livekit.stop();
  });

  test('share the rooms, and each recording is found where it is', slow, async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const names = [await engine.start(one, randomUUID()), await engine.start(two, randomUUID())];
    const places = names.map((name) => name.split('@')[1]);
    expect(places.sort()).toEqual(recorders.map(({ port }) => `127.0.0.1:${port}`).sort());
    await expect(engine.start(randomUUID(), randomUUID())).rejects.toMatchObject({
      name: 'EngineUnavailableError',
      retryAfterSeconds: 30,
    });

    for (const name of names) expect(await engine.find(name)).toMatchObject({ status: 'recording' });
    // An API that was killed before it wrote the name down knows the recording's id alone.
    expect(await engine.find(two)).toMatchObject({ status: 'recording' });
    expect(await engine.find(randomUUID())).toBeUndefined();

    for (const name of names) {
      await engine.stop(name);
      await eventually('it is over', async () =>
        expect((await engine.find(name))?.status).toMatch(/ready|failed/),
      );
      await engine.delete({ engineId: name, location: null });
      expect(await engine.find(name)).toBeUndefined();
    }
  });

  test('one that is gone is passed over', slow, async () => {
    const [gone, left] = recorders as [RecorderService, RecorderService];
    await gone.stop();
    const name = await engine.start(randomUUID(), randomUUID());
    expect(name.split('@')[1]).toBe(`127.0.0.1:${left.port}`);
    await engine.stop(name);
  });
});
