import { type ReadonlySignal, signal } from '@preact/signals';
import type { ApiClient } from '../api/client.ts';
import type { User } from '../api/types.ts';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Session {
  readonly status: ReadonlySignal<'restoring' | 'signed-in' | 'signed-out'>;
  readonly user: ReadonlySignal<User | undefined>;
  /** Takes up the session of the refresh cookie, if this browser had one. Throws when the server cannot be reached. */
  restore(): Promise<void>;
  login(credentials: Credentials): Promise<void>;
  /** Ends the session here, or with `everywhere` on all devices. */
  logout(everywhere?: boolean): Promise<void>;
  /** After the profile was changed. */
  setUser(user: User): void;
  /** The account is gone, or its sessions were ended by the server. */
  forget(): void;
}

/** Set while this browser has a session: the cookie itself cannot be seen by script, and asking in vain costs a 401. */
const markKey = 'gomeet.signed-in';

export function createSession(
  client: ApiClient,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): Session {
  const status = signal<'restoring' | 'signed-in' | 'signed-out'>('restoring');
  const user = signal<User | undefined>(undefined);

  const begin = (account: User): void => {
    storage.setItem(markKey, '1');
    user.value = account;
    status.value = 'signed-in';
  };
  const forget = (): void => {
    storage.removeItem(markKey);
    client.setAccessToken(undefined);
    user.value = undefined;
    status.value = 'signed-out';
  };
  client.onSessionEnd(forget);

  return {
    status,
    user,
    async restore() {
      if (storage.getItem(markKey) === null) return forget();
      if (!(await client.refresh())) return;
      begin((await client.get<{ user: User }>('/users/profile')).user);
    },
    async login(credentials) {
      const answer = await client.post<{ accessToken: string; user: User }>('/auth/login', credentials);
      client.setAccessToken(answer.accessToken);
      begin(answer.user);
    },
    async logout(everywhere = false) {
      await client.post('/auth/logout', { everywhere });
      forget();
    },
    setUser(account) {
      user.value = account;
    },
    forget,
  };
}
