import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** The environment of one worker. Each name is what an operator sets; each message says what is accepted. */
const environmentSchema = z.object({
  GOMEET_API_HOST: z.string().min(1).default('127.0.0.1'),
  GOMEET_API_PORT: port,
  GOMEET_API_REUSE_PORT: z.enum(['0', '1']).default('0'),
  GOMEET_API_ADMIN_PORT: port,
  GOMEET_API_WORKER: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'lower-case letters, digits and hyphens, at most 63')
    .default('api-1'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'a postgres:// address' }),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(10),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'a redis:// address' }),
  LIVEKIT_URL: z.url({ protocol: /^wss?$/, error: 'a ws:// or wss:// address, as clients reach it' }),
  LIVEKIT_API_URL: z.url({
    protocol: /^https?$/,
    error: 'an http:// or https:// address, as this server reaches it',
  }),
  LIVEKIT_API_KEY: z.string().min(1),
  LIVEKIT_API_SECRET: z.string().min(32, 'at least 32 characters, as LiveKit itself demands'),
  ACCESS_TOKEN_PRIVATE_KEY: z.base64({ error: 'an Ed25519 private key: PKCS8 DER in base64' }).min(1),
  GOMEET_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What one worker needs to know of its surroundings. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly reusePort: boolean;
  readonly adminPort: number;
  readonly worker: string;
  readonly database: { readonly url: string; readonly poolSize: number };
  readonly redisUrl: string;
  readonly livekit: {
    readonly clientUrl: string;
    readonly apiUrl: string;
    readonly apiKey: string;
    readonly apiSecret: string;
  };
  readonly accessTokenPrivateKey: string;
  readonly logLevel: string;
}

/** A setting is missing or wrong. The message names each variable but never repeats a value: some are secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the worker's settings from environment variables.
 * @throws {ConfigError} naming every variable that is missing or wrong.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const variable = issue.path.join('.');
      return `  ${variable}: ${environment[variable] === undefined ? 'is not set' : issue.message}`;
    });
    throw new ConfigError(
      `The environment of the signaling API is incomplete or wrong:\n${faults.join('\n')}`,
    );
  }
  const values = parsed.data;
  return {
    host: values.GOMEET_API_HOST,
    port: values.GOMEET_API_PORT,
    reusePort: values.GOMEET_API_REUSE_PORT === '1',
    adminPort: values.GOMEET_API_ADMIN_PORT,
    worker: values.GOMEET_API_WORKER,
    database: { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE },
    redisUrl: values.REDIS_URL,
    livekit: {
      clientUrl: values.LIVEKIT_URL,
      apiUrl: values.LIVEKIT_API_URL,
      apiKey: values.LIVEKIT_API_KEY,
      apiSecret: values.LIVEKIT_API_SECRET,
    },
    accessTokenPrivateKey: values.ACCESS_TOKEN_PRIVATE_KEY,
    logLevel: values.GOMEET_LOG_LEVEL,
  };
}
