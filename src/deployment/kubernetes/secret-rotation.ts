import type { SecretValue } from './secret-list.ts';

/** What is renewed together, and what it means for those who use it. */
export interface SecretRotation {
  readonly values: readonly SecretValue[];
  /** Names (`app.kubernetes.io/name`) of what is restarted, a pod at a time, because it reads the value when it starts. */
  readonly restarts: readonly string[];
  /** What has to be in the cluster, because it takes the value from there; a provider's own database would refuse a new one. */
  readonly server?: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  /**
   * For a password between programs that restart one after another: servers (by name, in this order) that take those of the Secret's
   * key `other-passwords` beside its `password`. They learn the new one before anybody speaks it.
   */
  readonly overlap?: { readonly secret: string; readonly servers: readonly string[] };
  /** What people notice. */
  readonly effect: string;
  /** What is left to do, where only a person can decide when. */
  readonly next: string | null;
}

const API = ['api-auth', 'api-meeting', 'api-signaling', 'api-chat'];
const NEW_MEDIA_SERVERS =
  'media servers read it when they start and are never restarted under a meeting: start a new generation of them, kubectl -n <media namespace> get deployments -l app.kubernetes.io/name=livekit says which there is';

/** What can be rotated, by the name that a user types. */
export const secretRotations = {
  'access-token': {
    values: ['accessTokenPrivateKey'],
    restarts: API,
    effect: 'access tokens that are out there are refused; clients get new ones by themselves',
    next: null,
  },
  'data-key': {
    values: ['dataKeys'],
    restarts: API,
    effect: 'nothing: the old key stays readable behind the new one',
    next: 'encrypt the columns anew: kubectl -n <namespace> exec deploy/api-auth -- node src/platform/api/rotate-data-key.ts; after 30 days the old key can go',
  },
  livekit: {
    values: ['livekitApiKey', 'livekitApiSecret'],
    restarts: API,
    effect:
      'new media servers take the old key as well; the ones that run know only the old one, so nobody joins there any more',
    next: NEW_MEDIA_SERVERS,
  },
  recorder: {
    values: ['recorderToken'],
    restarts: ['recorder', ...API],
    effect: 'recordings that run are cut and put together again',
    next: null,
  },
  push: {
    values: ['vapidPublicKey', 'vapidPrivateKey'],
    restarts: API,
    effect: 'browsers have to subscribe to notifications again',
    next: null,
  },
  postgres: {
    values: ['databasePassword'],
    restarts: ['pooler', ...API],
    server: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', name: 'postgres' },
    effect: 'requests wait for some seconds while the pooler and the API come back',
    next: null,
  },
  redis: {
    values: ['redisPassword'],
    restarts: ['redis-sentinel', 'redis', ...API],
    server: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'redis' },
    // Sentinels first: who is primary is asked of them by every server that starts.
    overlap: { secret: 'redis-auth', servers: ['redis-sentinel', 'redis'] },
    effect:
      'Sentinels and servers restart twice, one after another; whenever the primary does, requests wait for some seconds; meetings go on',
    next: `the old password is still taken, because the media servers that run speak it. ${NEW_MEDIA_SERVERS}. When the last old one is gone: kubectl -n <namespace> patch secret redis-auth --type=json -p '[{"op":"remove","path":"/data/other-passwords"}]' and kubectl -n <namespace> rollout restart statefulset redis-sentinel, then redis`,
  },
  turn: {
    values: ['turnSecret'],
    restarts: ['turn'],
    effect: 'who comes through TURN is cut off and comes back with the credentials of a new media server',
    next: NEW_MEDIA_SERVERS,
  },
  grafana: {
    values: ['grafanaPassword'],
    restarts: ['grafana'],
    effect: 'the administrator of Grafana signs in with the new password',
    next: null,
  },
} as const satisfies Readonly<Record<string, SecretRotation>>;

export type RotationName = keyof typeof secretRotations;
export const ROTATIONS = Object.keys(secretRotations) as [RotationName, ...RotationName[]];
