import { createHash, createHmac } from 'node:crypto';
import { ExitCode, GomeetError } from '../../errors.ts';
import { withRetries } from '../digitalocean-retry.ts';

/** A bucket, and a key that may do everything. Buckets have no place in DigitalOcean's own API: they are made by the S3 protocol. */
export interface BucketPlace {
  /** Such as `https://sgp1.digitaloceanspaces.com`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** @throws GomeetError (conflict) for a bucket of somebody else: names are shared by everybody in a region */
export async function hasBucket(place: BucketPlace, now: Date): Promise<boolean> {
  try {
    await ask(place, 'HEAD', now);
    return true;
  } catch (error) {
    if (!(error instanceof GomeetError)) throw error;
    if (error.code === 'digitalocean-not-found') return false;
    if (error.message.includes('HTTP 403')) throw taken(place.bucket);
    throw error;
  }
}

export const createBucket = (place: BucketPlace, now: Date): Promise<void> => ask(place, 'PUT', now);

async function ask(place: BucketPlace, method: 'HEAD' | 'PUT', now: Date): Promise<void> {
  const url = new URL(`/${place.bucket}`, place.endpoint);
  const call = async (): Promise<void> => {
    const headers = signedHeaders(place, method, url, now);
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    const body = await response.text();
    if (response.ok) return;
    const answer = { statusCode: response.status, headers: Object.fromEntries(response.headers), body };
    throw Object.assign(new Error(`HTTP ${response.status}`), { response: answer });
  };
  await withRetries(call, { address: place.endpoint, retryDelayMs: 1000 });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const sign = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** AWS Signature Version 4 of a request without body and query. Source: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function signedHeaders(
  { region, accessKey, secretKey }: Pick<BucketPlace, 'region' | 'accessKey' | 'secretKey'>,
  method: string,
  { host, pathname }: Pick<URL, 'host' | 'pathname'>,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, ''); // 20261121T164500Z
  const day = time.slice(0, 'YYYYMMDD'.length);
  const headers = { host, 'x-amz-content-sha256': hash(''), 'x-amz-date': time };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, pathname, '', lines.join(''), names, hash('')].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce(sign, sign(sign(`AWS4${secretKey}`, day), region));
  const signature = sign(key, text).toString('hex');
  const { host: _sentByFetch, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

const taken = (bucket: string): GomeetError =>
  new GomeetError(
    `the bucket ${bucket} belongs to somebody else, or the new key is not known everywhere yet`,
    {
      exitCode: ExitCode.conflict,
      code: 'bucket-taken',
      hint: 'run the command again in a minute; a bucket of somebody else needs another --name',
    },
  );
