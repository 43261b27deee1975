import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'a postgres:// address' });
const origin = z
  .url({ protocol: /^https?$/, error: 'an http:// or https:// origin' })
  .refine((url) => url === new URL(url).origin, 'an origin without a path, such as https://meet.example.org');

const hostAndPort = z
  .string()
  .regex(/^[a-z0-9.-]+:\d{1,5}$/i, 'host:port, several with commas')
  .transform((text) => {
    const [host = '', number] = text.split(':');
    return { host, port: Number(number) };
  })
  .refine(({ port: number }) => number >= 1 && number <= 65_535, 'a port from 1 to 65535');

/** `10.0.0.0/8`, `fd00::/8` or a single address: machines whose X-Forwarded-For is believed. */
const network = z
  .union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
    error: 'addresses or networks such as 10.244.0.0/16, with commas',
  })
  .refine((text) => !text.endsWith('/0'), 'a network that is not the whole Internet');

/** One byte over and over, or a text that documentation shows, is a key that anyone can guess. */
const guessable = (key: Buffer) => new Set(key).size < 8;

const dataKeys = z
  .string()
  .transform(list)
  .pipe(
    z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9-]{1,16}:[A-Za-z0-9+/]{43}=$/,
            'id:key with 32 bytes in base64, several with commas',
          )
          .transform((entry) => {
            const separator = entry.indexOf(':');
            return {
              id: entry.slice(0, separator),
              key: Buffer.from(entry.slice(separator + 1), 'base64'),
            };
          })
          .refine(({ key }) => !guessable(key), 'a random key: openssl rand -base64 32'),
      )
      .min(1)
      .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'each id once'),
  );

/** A shared secret that somebody chose to be a secret. */
const secret = z
  .string()
  .min(32, 'at least 32 characters')
  .refine((text) => !/secret|password|change.?me|example|default/i.test(text), 'a random text, not a default')
  .refine((text) => new Set(text).size >= 8, 'a random text');

/** The environment of one worker. Each name is what an operator sets; each message says what is accepted. */
export const environmentSchema = z.object({
  GOMEET_API_HOST: z.string().min(1).default('127.0.0.1'),
  GOMEET_API_PORT: port,
  GOMEET_API_REUSE_PORT: z.enum(['0', '1']).default('0'),
  GOMEET_API_ADMIN_HOST: z.string().min(1).default('127.0.0.1'),
  GOMEET_API_ADMIN_PORT: port,
  GOMEET_API_WORKER: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'lower-case letters, digits and hyphens, at most 63')
    .default('api-1'),
  GOMEET_API_ROLE: z.enum(['all', 'auth', 'meeting', 'signaling', 'chat']).default('all'),
  GOMEET_PUBLIC_URL: origin.optional(),
  GOMEET_ALLOWED_ORIGINS: z.string().default('').transform(list).pipe(z.array(origin)),
  GOMEET_TRUSTED_PROXIES: z.string().default('').transform(list).pipe(z.array(network)),
  GOMEET_WEB_ROOT: z.string().min(1).optional(),
  DATABASE_URL: postgresUrl,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(10),
  DATABASE_SHARD_URLS: z.string().default('').transform(list).pipe(z.array(postgresUrl).max(63)),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'a redis:// address' }),
  REDIS_SENTINELS: z.string().default('').transform(list).pipe(z.array(hostAndPort)),
  REDIS_SENTINEL_MASTER: z.string().min(1).default('gomeet'),
  REDIS_SENTINEL_PASSWORD: z.string().min(1).optional(),
  LIVEKIT_URL: z.url({ protocol: /^wss?$/, error: 'a ws:// or wss:// address, as clients reach it' }),
  LIVEKIT_API_URL: z.url({
    protocol: /^https?$/,
    error: 'an http:// or https:// address, as this server reaches it',
  }),
  LIVEKIT_API_KEY: z.string().min(1),
  LIVEKIT_API_SECRET: secret,
  ACCESS_TOKEN_PRIVATE_KEY: z.base64({ error: 'an Ed25519 private key: PKCS8 DER in base64' }).min(1),
  DATA_ENCRYPTION_KEYS: dataKeys,
  GOMEET_EMAIL_VERIFICATION: z.enum(['required', 'optional']).default('required'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'an smtp:// or smtps:// address' }).optional(),
  MAIL_FROM: z.string().min(3).default('GoMeet <no-reply@localhost>'),
  VAPID_PUBLIC_KEY: z.base64url().optional(),
  VAPID_PRIVATE_KEY: z.base64url().optional(),
  GOMEET_WEBHOOK_PRIVATE_ADDRESSES: z.enum(['0', '1']).default('0'),
  GOMEET_EGRESS: z.enum(['0', '1']).default('0'),
  EGRESS_CAPACITY: z.coerce.number().int().min(1).max(1000).default(1),
  EGRESS_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'an http:// or https:// address' }).optional(),
  EGRESS_S3_REGION: z.string().min(1).default('us-east-1'),
  EGRESS_S3_BUCKET: z.string().min(3).max(63).optional(),
  EGRESS_S3_ACCESS_KEY: z.string().min(1).optional(),
  EGRESS_S3_SECRET_KEY: z.string().min(1).optional(),
  RECORDER_URL: z
    .url({
      protocol: /^(https?|srv)$/,
      error:
        'an http:// or https:// address, or srv:// and the name of the DNS records that list several recorders',
    })
    .optional(),
  RECORDER_TOKEN: secret.optional(),
  GOMEET_MESSAGE_RETENTION_MONTHS: z.coerce.number().int().min(1).max(1200).optional(),
  GOMEET_AUDIT_RETENTION_DAYS: z.coerce.number().int().min(30).max(36_500).default(400),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: 'the http:// or https:// address of an OTLP collector, without /v1/traces',
    })
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default('gomeet-api'),
  GOMEET_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Environment = z.output<typeof environmentSchema>;
