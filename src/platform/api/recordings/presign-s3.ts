import { createHash, createHmac } from 'node:crypto';
import type { EgressSettings } from '../config.ts';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * An address at which an S3-compatible store gives or deletes one object, without other credentials: the query
 * parameters of AWS Signature Version 4.
 * @param url of the object, in whatever style the store has
 * @param now in milliseconds since 1970
 */
export function presignS3(
  { region, accessKey, secretKey }: Pick<EgressSettings, 'region' | 'accessKey' | 'secretKey'>,
  { method, url, now, expiresSeconds }: { method: string; url: URL; now: number; expiresSeconds: number },
): URL {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${accessKey}/${scope}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(expiresSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
  ]
    .map(([name = '', value = '']) => `${name}=${encode(value)}`)
    .join('&');
  const request = [method, url.pathname, query, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join(
    '\n',
  );
  const digest = createHash('sha256').update(request).digest('hex');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, digest].join('\n')).toString('hex');
  const signed = new URL(url);
  signed.search = `${query}&X-Amz-Signature=${signature}`;
  return signed;
}
