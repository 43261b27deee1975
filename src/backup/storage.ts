import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** Where backups lie. Keys of an S3-compatible store are no part of it: they come from the environment. */
export type Storage =
  | { readonly kind: 'directory'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Begins with a slash. */
      readonly prefix: string;
      /** Host, with a port where it is not 443; always over TLS. */
      readonly endpoint: string;
      readonly region: string;
      /** Certificate authority of the endpoint, where the machine does not know it. */
      readonly caFile?: string;
    };

const accepted =
  'accepted: an absolute folder such as /mnt/backups, or s3://bucket/folder?endpoint=host&region=name (keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)';

/** What a user types for a storage. */
export const storageText: z.ZodType<Storage, string> = z.string().transform((text, issue) => {
  const storage = text.startsWith('s3://') ? s3Storage(text) : directoryStorage(text);
  if (storage !== undefined) return storage;
  issue.addIssue({ code: 'custom', message: accepted });
  return z.NEVER;
});

// The kernel's own folders keep nothing (Node's mkdir even tries for ever in /proc). The characters keep the path whole in pgBackRest's configuration and in a shell's line.
const directoryStorage = (text: string): Storage | undefined =>
  isAbsolute(text) &&
  /^[\w/.@+-]{2,}$/.test(text) &&
  !text.split('/').includes('..') &&
  !/^\/(proc|sys|dev)(\/|$)/.test(text)
    ? { kind: 'directory', path: text.replace(/\/+$/, '') }
    : undefined;

function s3Storage(text: string): Storage | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname: bucket, pathname, searchParams, username, password } = new URL(text);
  const known = new Set(['endpoint', 'region', 'ca']);
  const [endpoint, region = 'us-east-1', caFile] = [
    searchParams.get('endpoint'),
    searchParams.get('region') ?? undefined,
    searchParams.get('ca') ?? undefined,
  ];
  const isKnown = [...searchParams.keys()].every((key) => known.has(key));
  // A key in the address would end up in the shell's history.
  if (bucket === '' || endpoint === null || !isKnown || username !== '' || password !== '') return undefined;
  if (!/^[\w.-]+(:\d+)?$/.test(endpoint) || !/^[\w-]+$/.test(region) || !/^[\w/.-]*$/.test(pathname))
    return undefined;
  const prefix = `/${pathname.replace(/^\/+|\/+$/g, '') || 'gomeet'}`;
  return { kind: 's3', bucket, prefix, endpoint, region, ...(caFile === undefined ? {} : { caFile }) };
}

/** The storage as its user would write it; without keys. */
export const storageName = (storage: Storage): string =>
  storage.kind === 'directory'
    ? storage.path
    : `s3://${storage.bucket}${storage.prefix}?endpoint=${storage.endpoint}&region=${storage.region}`;
