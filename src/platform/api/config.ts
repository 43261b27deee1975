import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Environment, environmentSchema } from './environment.ts';
import type { Retention } from './jobs/jobs.ts';
import type { OtlpOptions } from './tracing/otlp-tracing.ts';

/** Groups of routes; a process serves one of them or all, so that each can be scaled by itself. */
export const apiRoles = ['auth', 'meeting', 'signaling', 'chat'] as const;
export type ApiRole = (typeof apiRoles)[number];

/** What one worker needs to know of its surroundings. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly reusePort: boolean;
  /** Where metrics are read: loopback unless something outside of this machine, or of this pod, reads them. */
  readonly adminHost: string;
  readonly adminPort: number;
  readonly worker: string;
  /** The groups that this process serves. */
  readonly roles: readonly ApiRole[];
  readonly web: {
    /** The origin at which people reach the platform: it stands in e-mails, and only `https` makes cookies Secure. */
    readonly publicUrl: string;
    /** Origins whose pages may call this API, beside the public one. */
    readonly allowedOrigins: readonly string[];
    /** Addresses and networks of gateways in front: only from them is X-Forwarded-For taken as the caller's address. */
    readonly trustedProxies: readonly string[];
    /** The folder of the built web app, if this process serves it. */
    readonly root: string | undefined;
  };
  readonly database: {
    readonly url: string;
    readonly poolSize: number;
    /** Databases beside the first; a room is in the one of its bucket. */
    readonly shardUrls: readonly string[];
  };
  readonly redisUrl: string;
  /** Those who know which of several Redis is the master; user, password and database are those of the address. */
  readonly redisSentinels: RedisSentinels | undefined;
  readonly livekit: {
    readonly clientUrl: string;
    readonly apiUrl: string;
    readonly apiKey: string;
    readonly apiSecret: string;
  };
  readonly accessTokenPrivateKey: string;
  /** Keys of encrypted columns: the first encrypts, all decrypt. */
  readonly dataKeys: readonly { readonly id: string; readonly key: Buffer }[];
  readonly emailVerification: 'required' | 'optional';
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  readonly push: { readonly publicKey: string; readonly privateKey: string } | undefined;
  /** Whether webhooks may go to addresses that are not on the Internet. */
  readonly webhooksToPrivateAddresses: boolean;
  readonly recording: {
    readonly egress: EgressSettings | undefined;
    readonly recorder: { readonly url: string; readonly token: string } | undefined;
  };
  readonly retention: Retention;
  /** Where spans go by OTLP over HTTP; without it, none are made. */
  readonly tracing: Omit<OtlpOptions, 'worker'> | undefined;
  readonly logLevel: string;
}

interface RedisSentinels {
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  readonly master: string;
  readonly password: string | undefined;
}

/** LiveKit's Egress, and the bucket of an S3-compatible store into which it puts what it recorded. */
export interface EgressSettings {
  /** Recordings at once; each takes 3 to 4 cores of the Egress pods. */
  readonly capacity: number;
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** A setting is missing or wrong. The message names each variable but never repeats a value: some are secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Variables = Readonly<Record<string, string | undefined>>;
type ReadSecret = (path: string) => string;

const readFile: ReadSecret = (path) => readFileSync(path, 'utf8');

/**
 * Reads the worker's settings from environment variables.
 * @throws {ConfigError} naming every variable that is missing or wrong.
 */
export const parseConfig = (environment: Variables, readSecret: ReadSecret = readFile): Config =>
  toConfig(parseEnvironment(environmentSchema, environment, readSecret));

/**
 * Reads variables by their schema. `NAME_FILE` names a file that holds the value of `NAME`, as Docker and Kubernetes mount
 * secrets.
 * @throws {ConfigError} naming every variable that is missing or wrong.
 */
export function parseEnvironment<T extends z.ZodObject>(
  schema: T,
  environment: Variables,
  readSecret: ReadSecret = readFile,
): z.output<T> {
  const given = withFiles(Object.keys(schema.shape), environment, readSecret);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const variable = String(issue.path[0]);
    return `  ${variable}: ${given[variable] === undefined ? 'is not set' : issue.message}`;
  });
  throw new ConfigError(`The environment of the signaling API is incomplete or wrong:\n${faults.join('\n')}`);
}

function withFiles(
  names: readonly string[],
  environment: Variables,
  readSecret: ReadSecret,
): Record<string, string | undefined> {
  const given = { ...environment };
  for (const name of names) {
    const path = environment[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined)
      throw new ConfigError(`${name} and ${name}_FILE are both set; one is accepted.`);
    try {
      given[name] = readSecret(path).trim();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
      throw new ConfigError(`${name}_FILE: the file cannot be read (${code})`);
    }
  }
  return given;
}

function toConfig(values: Environment): Config {
  const { GOMEET_API_ROLE: role, SMTP_URL: smtpUrl, RECORDER_URL: recorderUrl } = values;
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, RECORDER_TOKEN: token } = values;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = values;
  return {
    host: values.GOMEET_API_HOST,
    port: values.GOMEET_API_PORT,
    reusePort: values.GOMEET_API_REUSE_PORT === '1',
    adminHost: values.GOMEET_API_ADMIN_HOST,
    adminPort: values.GOMEET_API_ADMIN_PORT,
    worker: values.GOMEET_API_WORKER,
    roles: role === 'all' ? apiRoles : [role],
    web: {
      publicUrl: values.GOMEET_PUBLIC_URL ?? `http://${values.GOMEET_API_HOST}:${values.GOMEET_API_PORT}`,
      allowedOrigins: values.GOMEET_ALLOWED_ORIGINS,
      trustedProxies: values.GOMEET_TRUSTED_PROXIES,
      root: values.GOMEET_WEB_ROOT,
    },
    database: {
      url: values.DATABASE_URL,
      poolSize: values.DATABASE_POOL_SIZE,
      shardUrls: values.DATABASE_SHARD_URLS,
    },
    redisUrl: values.REDIS_URL,
    redisSentinels: toSentinels(values),
    livekit: {
      clientUrl: values.LIVEKIT_URL,
      apiUrl: values.LIVEKIT_API_URL,
      apiKey: values.LIVEKIT_API_KEY,
      apiSecret: values.LIVEKIT_API_SECRET,
    },
    accessTokenPrivateKey: values.ACCESS_TOKEN_PRIVATE_KEY,
    dataKeys: values.DATA_ENCRYPTION_KEYS,
    emailVerification: values.GOMEET_EMAIL_VERIFICATION,
    mail: smtpUrl === undefined ? undefined : { smtpUrl, from: values.MAIL_FROM },
    push: publicKey === undefined || privateKey === undefined ? undefined : { publicKey, privateKey },
    webhooksToPrivateAddresses: values.GOMEET_WEBHOOK_PRIVATE_ADDRESSES === '1',
    recording: {
      egress: values.GOMEET_EGRESS === '1' ? toEgress(values) : undefined,
      recorder: recorderUrl === undefined || token === undefined ? undefined : { url: recorderUrl, token },
    },
    retention: {
      messageMonths: values.GOMEET_MESSAGE_RETENTION_MONTHS,
      auditDays: values.GOMEET_AUDIT_RETENTION_DAYS,
    },
    tracing:
      endpoint === undefined
        ? undefined
        : {
            endpoint,
            sampleRatio: values.OTEL_TRACES_SAMPLER_ARG,
            serviceName: values.OTEL_SERVICE_NAME,
          },
    logLevel: values.GOMEET_LOG_LEVEL,
  };
}

function toSentinels(values: Environment): RedisSentinels | undefined {
  const { REDIS_SENTINELS: addresses, REDIS_SENTINEL_MASTER: master } = values;
  if (addresses.length === 0) return undefined;
  return { addresses, master, password: values.REDIS_SENTINEL_PASSWORD };
}

function toEgress(values: Environment): EgressSettings {
  const { EGRESS_S3_ENDPOINT: endpoint, EGRESS_S3_BUCKET: bucket } = values;
  const { EGRESS_S3_ACCESS_KEY: accessKey, EGRESS_S3_SECRET_KEY: secretKey } = values;
  if (!endpoint || !bucket || !accessKey || !secretKey)
    throw new ConfigError(
      'GOMEET_EGRESS=1 needs EGRESS_S3_ENDPOINT, EGRESS_S3_BUCKET, EGRESS_S3_ACCESS_KEY and EGRESS_S3_SECRET_KEY: where recordings are kept.',
    );
  const { EGRESS_CAPACITY: capacity, EGRESS_S3_REGION: region } = values;
  return { capacity, endpoint, region, bucket, accessKey, secretKey };
}
