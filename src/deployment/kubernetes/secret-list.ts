import type { Namespaces } from './environment.ts';

/** What is random; everything that a program reads is one of these, or made of them. */
export const SECRET_VALUES = [
  'accessTokenPrivateKey',
  'dataKeys',
  'livekitApiKey',
  'livekitApiSecret',
  'recorderToken',
  'vapidPublicKey',
  'vapidPrivateKey',
  'databasePassword',
  'redisPassword',
  'turnSecret',
  'grafanaPassword',
] as const;
export type SecretValue = (typeof SECRET_VALUES)[number];
export type SecretValues = Readonly<Record<SecretValue, string>>;

/** One Secret as pods mount it. */
export interface SecretDefinition {
  readonly name: string;
  readonly namespace: keyof Namespaces;
  readonly type: string;
  /** Beside those that every object has. */
  readonly labels: Readonly<Record<string, string>>;
  /** Key → the value it holds; a function where a program wants several in a form of its own. */
  readonly keys: Readonly<Record<string, SecretValue | ((values: SecretValues) => string)>>;
}

const opaque = (
  name: string,
  namespace: keyof Namespaces,
  keys: SecretDefinition['keys'],
): SecretDefinition => ({ name, namespace, type: 'Opaque', labels: {}, keys });

export const KEY_FILE = 'keys.yaml';

/** LiveKit's key file: a line for each key. It has to be for its owner alone, or LiveKit refuses it. */
export const keyFile = ({ livekitApiKey, livekitApiSecret }: SecretValues): string =>
  `${livekitApiKey}: ${livekitApiSecret}\n`;

/**
 * The Secrets that the first deployment makes. Manifests name them and never hold them. Keys in capitals are read as
 * environment variables (`envFrom`); the others are mounted, or interpolated into an address.
 */
export const secretList: readonly SecretDefinition[] = [
  opaque('gomeet-secrets', 'platform', {
    ACCESS_TOKEN_PRIVATE_KEY: 'accessTokenPrivateKey',
    DATA_ENCRYPTION_KEYS: 'dataKeys',
    LIVEKIT_API_KEY: 'livekitApiKey',
    LIVEKIT_API_SECRET: 'livekitApiSecret',
    RECORDER_TOKEN: 'recorderToken',
    VAPID_PUBLIC_KEY: 'vapidPublicKey',
    VAPID_PRIVATE_KEY: 'vapidPrivateKey',
  }),
  opaque('gomeet-secrets', 'media', { RECORDER_TOKEN: 'recorderToken' }),
  opaque('livekit-keys', 'media', { [KEY_FILE]: keyFile, LIVEKIT_API_KEY: 'livekitApiKey' }),
  {
    name: 'postgres-app',
    namespace: 'platform',
    // CloudNativePG takes the owner of the database from a Secret of this type.
    type: 'kubernetes.io/basic-auth',
    // It looks for changes of what bears it: without, a new password would never reach the database.
    labels: { 'cnpg.io/reload': 'true' },
    keys: { username: () => 'gomeet', password: 'databasePassword' },
  },
  opaque('redis-auth', 'platform', { password: 'redisPassword' }),
  opaque('redis-auth', 'media', { password: 'redisPassword' }),
  opaque('turn-secret', 'media', { secret: 'turnSecret' }),
  opaque('grafana-admin', 'platform', {
    'admin-user': () => 'admin',
    'admin-password': 'grafanaPassword',
  }),
];

/** One Secret that comes from elsewhere: from an account of the user's, or from another's service. */
interface GivenSecret {
  readonly name: string;
  readonly namespace: keyof Namespaces;
  readonly keys: readonly string[];
}

const given = (name: string, namespace: keyof Namespaces, ...keys: readonly string[]): GivenSecret => ({
  name,
  namespace,
  keys,
});

/** Secrets that only the user can give, each needed by some overlays only; manifests/README.md says what is in them. */
export const givenSecrets: readonly GivenSecret[] = [
  given('object-storage', 'platform', 'access-key', 'secret-key'),
  given('database-authority', 'platform', 'ca.crt'),
  given('alertmanager-receivers', 'platform', 'slack-webhook-url', 'smtp-password'),
  // Each namespace proves its own certificates, by records in the zone.
  given('name-server', 'platform', 'tsig-secret'),
  given('name-server', 'media', 'tsig-secret'),
  given('digitalocean-credentials', 'platform', 'access-token'),
  given('digitalocean-credentials', 'media', 'access-token'),
];
