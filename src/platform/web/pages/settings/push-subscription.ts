import type { ApiClient } from '../../api/client.ts';

/** Whether this browser can be reached while no page is open. */
export type PushState = 'unsupported' | 'unavailable' | 'blocked' | 'off' | 'on';

const idKey = 'gomeet.push-subscription';

/** Private windows, and browsers without a push service that answers, refuse in words that nobody understands. */
const noPushService =
  'This browser cannot receive notifications while it is closed. Private windows never can: try an ordinary one.';

/** The key of the server, from base64url to the bytes that browsers want. */
const keyBytes = (key: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const publicKeyOf = async (client: ApiClient): Promise<string | null> =>
  (await client.get<{ publicKey: string | null }>('/notifications/push-key')).publicKey;

/** Finds out how things stand, without asking anybody for permission. */
export async function pushState(client: ApiClient): Promise<PushState> {
  if (!('serviceWorker' in navigator && 'PushManager' in window)) return 'unsupported';
  if ((await publicKeyOf(client)) === null) return 'unavailable';
  if (Notification.permission === 'denied') return 'blocked';
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ? 'on' : 'off';
}

/** Asks for permission and tells the server where this browser can be reached. */
export async function subscribeToPush(client: ApiClient): Promise<PushState> {
  const publicKey = await publicKeyOf(client);
  if (publicKey === null) return 'unavailable';
  if ((await Notification.requestPermission()) !== 'granted') return 'blocked';
  await navigator.serviceWorker.register('/push-worker.js');
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(publicKey) })
    .catch((cause: unknown) => {
      throw new Error(noPushService, { cause });
    });
  const { endpoint, keys } = subscription.toJSON();
  const { id } = await client.create<{ id: string }>('/notifications/push-subscriptions', { endpoint, keys });
  localStorage.setItem(idKey, id);
  return 'on';
}

/** Ends it here and at the server. */
export async function unsubscribeFromPush(client: ApiClient): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  const id = localStorage.getItem(idKey);
  if (id !== null) await client.delete(`/notifications/push-subscriptions/${id}`);
  localStorage.removeItem(idKey);
  return 'off';
}
