import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { EgressStatus } from 'livekit-server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdMeeting, type TestAccount } from './support/accounts.ts';
import { type EgressService, startEgressService } from './support/egress-service.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { deliver, sign } from './support/reports.ts';

let platform: Platform;
let egress: EgressService;
let app: FastifyInstance;

beforeAll(async () => {
  [platform, egress] = await Promise.all([startPlatform(), startEgressService()]);
  app = await platform.startWorker({
    config: {
      livekit: { ...platform.config.livekit, apiUrl: egress.url },
      recording: {
        recorder: undefined,
        egress: {
          capacity: 1,
          endpoint: egress.url,
          region: 'us-east-1',
          bucket: 'bucket',
          accessKey: 'access',
          secretKey: 'secret',
        },
      },
    },
  });
});
afterAll(async () => {
  await platform.stop();
  await egress.stop();
});

async function hostAMeeting(): Promise<{ host: TestAccount; url: string; roomId: string }> {
  const { roomId, people } = await holdMeeting(app, 1);
  return { host: people[0] as TestAccount, url: `/api/v1/rooms/${roomId}/recordings`, roomId };
}

async function reportEgress(egressId: string, event: string): Promise<void> {
  const egressInfo = egress.egresses.get(egressId)?.toJson();
  const body = JSON.stringify({ event, id: `EV_${randomUUID()}`, createdAt: '1', egressInfo });
  const answer = await deliver(app, body, await sign(body, platform.config.livekit));
  expect(answer.statusCode, answer.body).toBe(204);
}

test('Egress is told what to record and where to put it, and its reports make the recording ready', async () => {
  const { host, url, roomId } = await hostAMeeting();
  const begun = await host.call('POST', url);
  expect(begun.statusCode, begun.body).toBe(201);
  const { id } = begun.json<{ id: string }>();
  const order = egress.orders[0]?.toJson();
  expect(order).toMatchObject({ roomName: roomId, layout: 'grid' });
  expect(JSON.stringify(order)).toContain(`recordings/${id}.mp4`);

  const another = await hostAMeeting();
  const busy = await another.host.call('POST', another.url);
  expect(busy.statusCode).toBe(503);
  expect((await another.host.call('GET', another.url)).json()).toMatchObject({ items: [] });

  expect((await host.call('POST', `${url}/${id}/stop`)).json()).toMatchObject({ status: 'processing' });
  egress.complete('EG_1');
  await reportEgress('EG_1', 'egress_ended');
  const ready = (await host.call('GET', `${url}/${id}`)).json<{ contentUrl: string }>();
  expect(ready).toMatchObject({ status: 'ready', durationMs: 2500, sizeBytes: 7, contentType: 'video/mp4' });
  const content = await app.inject({ url: ready.contentUrl });
  expect(content.body).toBe('a video');
  expect(content.headers.etag).toBe('"1"');

  expect((await host.call('DELETE', `${url}/${id}`)).statusCode).toBe(204);
  expect(egress.files.size).toBe(0);
});

test('a recording that Egress gave up is failed, with its words, as soon as somebody looks', async () => {
  const { host, url } = await hostAMeeting();
  const { id } = (await host.call('POST', url)).json<{ id: string }>();
  const info = [...egress.egresses.values()].at(-1);
  if (!info) throw new Error('nothing was begun');
  info.status = EgressStatus.EGRESS_FAILED;
  info.error = 'no response from egress service';
  expect((await host.call('GET', `${url}/${id}`)).json()).toMatchObject({
    status: 'failed',
    error: 'no response from egress service',
  });
  // The room is free for another.
  expect((await host.call('POST', url)).statusCode).toBe(201);
});
