import type { Overlay } from '../kubernetes/render-overlay.ts';
import type { KnownSecrets } from '../kubernetes/secrets.ts';
import type { CloudCredentials } from './cloud-files.ts';

/**
 * The Secrets that an account's services decide. Databases that the cluster runs itself get passwords of their own, even beside
 * managed ones that an earlier plan left.
 */
export function knownSecrets({ postgres, valkey, spaces }: CloudCredentials, overlay: Overlay): KnownSecrets {
  const isManaged = overlay === 'digitalocean-managed';
  return {
    ...(isManaged &&
      postgres && { 'postgres-app': { username: postgres.user, password: postgres.password } }),
    ...(isManaged && postgres?.authority && { 'database-authority': { 'ca.crt': postgres.authority } }),
    ...(isManaged && valkey && { 'redis-auth': { password: valkey.password } }),
    ...(spaces && { 'object-storage': { 'access-key': spaces.accessKey, 'secret-key': spaces.secretKey } }),
  };
}
