import type { Kysely } from 'kysely';
import type { NewNotification, NotificationRepository } from '../repositories/notifications.ts';
import type { NewOutboxItem, OutboxRepository } from '../repositories/outbox.ts';
import type { PushSubscriptionRepository } from '../repositories/push-subscriptions.ts';
import type { Tables } from '../repositories/tables.ts';
import type { UserSettingsRepository } from '../repositories/user-settings.ts';
import { isTemplateName } from './mail/templates.ts';

/** A notification as a client gets it, by REST and by its WebSocket. */
export interface LiveNotification extends NewNotification {
  readonly id: string;
}

export interface NotifierOptions {
  readonly directory: Kysely<Tables>;
  readonly notifications: NotificationRepository;
  readonly settings: UserSettingsRepository;
  readonly subscriptions: PushSubscriptionRepository;
  readonly outbox: OutboxRepository;
  /** Without keys nobody can subscribe, so there is nothing to push. */
  readonly pushes: boolean;
}

export interface Notifier {
  /**
   * Keeps a notification for an account, and puts the mail and the pushes that its settings allow into the outbox.
   * A type that is the name of a mail template is mailed by it, with `data` as its variables; any other by a general one.
   *
   * @param transaction of what caused it, in the directory
   * @returns the notification, or undefined when there is no such account
   */
  keep(
    userId: string,
    notification: NewNotification,
    transaction?: Kysely<Tables>,
  ): Promise<LiveNotification | undefined>;
}

/** What a push service accepts at most is 4 kB of ciphertext: title and message are cut well below. */
const pushedCharacters = 500;

function mailItem(userId: string, to: string, notification: NewNotification): NewOutboxItem {
  const { type, title, message, data } = notification;
  const template = isTemplateName(type) ? type : 'notification';
  return { kind: 'email', userId, payload: { to, template, variables: { title, message, ...data } } };
}

function pushItem(userId: string, subscriptionId: string, notification: LiveNotification): NewOutboxItem {
  const { id, type, title, message, data } = notification;
  const short = { title: title.slice(0, pushedCharacters), message: message.slice(0, pushedCharacters) };
  const roomId = typeof data.roomId === 'string' ? { roomId: data.roomId } : {};
  return { kind: 'push', userId, payload: { subscriptionId, message: { id, type, ...short, ...roomId } } };
}

export function createNotifier(options: NotifierOptions): Notifier {
  const { directory, notifications, settings, subscriptions, outbox, pushes } = options;

  async function write(userId: string, notification: NewNotification, transaction: Kysely<Tables>) {
    const account = await transaction
      .selectFrom('users')
      .select('email')
      .where('id', '=', userId)
      .where('status', '=', 'active')
      .executeTakeFirst();
    if (!account) return undefined;
    const { id } = await notifications.insert(userId, notification, transaction);
    const kept = { id, ...notification };
    const { emailNotifications, pushNotifications } = await settings.find(userId, transaction);
    const browsers = pushes && pushNotifications ? await subscriptions.idsOf(userId, transaction) : [];
    const items = [
      ...(emailNotifications ? [mailItem(userId, account.email, notification)] : []),
      ...browsers.map((browser) => pushItem(userId, browser, kept)),
    ];
    await outbox.enqueue(items, transaction);
    return kept;
  }

  return {
    keep: (userId, notification, transaction) =>
      transaction
        ? write(userId, notification, transaction)
        : directory.transaction().execute((own) => write(userId, notification, own)),
  };
}
