import {
  EgressClient,
  type EgressInfo,
  EgressStatus,
  EncodedFileOutput,
  EncodedFileType,
  S3Upload,
  TwirpError,
} from 'livekit-server-sdk';
import type { Config, EgressSettings } from '../config.ts';
import { presignS3 } from './presign-s3.ts';
import { type EngineState, EngineUnavailableError, type RecordingEngine } from './recording-engine.ts';

const statuses: Readonly<Record<EgressStatus, EngineState['status']>> = {
  [EgressStatus.EGRESS_STARTING]: 'starting',
  [EgressStatus.EGRESS_ACTIVE]: 'recording',
  [EgressStatus.EGRESS_ENDING]: 'processing',
  [EgressStatus.EGRESS_COMPLETE]: 'ready',
  // It ended because it was as long or as large as is allowed: what there is, is whole.
  [EgressStatus.EGRESS_LIMIT_REACHED]: 'ready',
  [EgressStatus.EGRESS_FAILED]: 'failed',
  [EgressStatus.EGRESS_ABORTED]: 'failed',
};

/** What LiveKit tells of an egress, in our words. It counts time in nanoseconds. */
export function readEgress(info: EgressInfo): EngineState {
  const [file] = info.fileResults;
  const status = statuses[info.status];
  return {
    status,
    endedAt: info.endedAt === 0n ? null : new Date(Number(info.endedAt / 1_000_000n)),
    durationMs: file ? Number(file.duration / 1_000_000n) : null,
    sizeBytes: file ? Number(file.size) : null,
    contentType: status === 'ready' ? 'video/mp4' : null,
    location: file?.filename || null,
    error: info.error || (status === 'failed' ? 'the egress was aborted' : null),
  };
}

/** An address of the store is used at once, by this process. */
const storeSeconds = 300;

/** LiveKit's Egress: a browser records the room as it would look, and puts it into an S3-compatible store. */
export function createEgressEngine(settings: EgressSettings, livekit: Config['livekit']): RecordingEngine {
  const { capacity, endpoint, region, bucket, accessKey, secretKey } = settings;
  const egress = new EgressClient(livekit.apiUrl, livekit.apiKey, livekit.apiSecret, { requestTimeout: 10 });

  async function ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new EngineUnavailableError(`Egress does not record: ${words}.`, { cause: error });
    }
  }

  async function askStore(
    method: string,
    location: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const url = new URL(`${bucket}/${location}`, `${endpoint.replace(/\/$/, '')}/`);
    const signed = presignS3(settings, { method, url, now: Date.now(), expiresSeconds: storeSeconds });
    try {
      return await fetch(signed, { method, headers });
    } catch (error) {
      throw new EngineUnavailableError('The store of recordings does not answer.', { cause: error });
    }
  }

  return {
    name: 'egress',
    start: async (id, roomId) => {
      // Egress refuses too when its pods are short of CPU, but only after a while; a count answers at once.
      const running = await ask(() => egress.listEgress({ active: true }));
      if (running.length >= capacity)
        throw new EngineUnavailableError(`All ${capacity} places of Egress are taken.`);
      const s3 = new S3Upload({
        endpoint,
        region,
        bucket,
        accessKey,
        secret: secretKey,
        forcePathStyle: true,
      });
      const file = new EncodedFileOutput({
        fileType: EncodedFileType.MP4,
        filepath: `recordings/${id}.mp4`,
        disableManifest: true,
        output: { case: 's3', value: s3 },
      });
      const info = await ask(() => egress.startRoomCompositeEgress(roomId, { file }, { layout: 'grid' }));
      return info.egressId;
    },
    stop: async (egressId) => {
      try {
        await egress.stopEgress(egressId);
      } catch (error) {
        // Precondition: it has ended. Not found: long ago.
        if (error instanceof TwirpError && (error.status === 412 || error.status === 404)) return;
        throw new EngineUnavailableError('Egress does not answer.', { cause: error });
      }
    },
    find: async (egressId) => {
      const [info] = await ask(() => egress.listEgress({ egressId }));
      return info && readEgress(info);
    },
    content: ({ location }, headers) => askStore('GET', location ?? '', headers),
    delete: async ({ location }) => {
      if (location === null) return;
      const answer = await askStore('DELETE', location, {});
      if (!answer.ok && answer.status !== 404)
        throw new EngineUnavailableError(`The store answered ${answer.status}.`);
    },
  };
}
