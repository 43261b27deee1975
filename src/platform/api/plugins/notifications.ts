import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Kysely } from 'kysely';
import { Counter } from 'prom-client';
import type { Config } from '../config.ts';
import { createPushDelivery } from '../notifications/deliver-push.ts';
import { createWebhookDelivery } from '../notifications/deliver-webhook.ts';
import type { Delivery } from '../notifications/delivery.ts';
import { createMailDelivery } from '../notifications/mail/deliver-mail.ts';
import { createMailer } from '../notifications/mail/mailer.ts';
import type { TemplateName } from '../notifications/mail/templates.ts';
import { createNotifier, type LiveNotification } from '../notifications/notifier.ts';
import { OutboxDispatcher, type Outcome } from '../notifications/outbox-dispatcher.ts';
import { enqueueEvent, type OutgoingEvent } from '../notifications/outgoing-events.ts';
import { remindOfMeetings } from '../notifications/remind-of-meetings.ts';
import {
  createNotificationRepository,
  type NewNotification,
  type NotificationRepository,
} from '../repositories/notifications.ts';
import { createOutboxRepository, type OutboxRepository } from '../repositories/outbox.ts';
import {
  createPushSubscriptionRepository,
  type PushSubscriptionRepository,
} from '../repositories/push-subscriptions.ts';
import { createReminderRepository } from '../repositories/reminders.ts';
import type { Tables } from '../repositories/tables.ts';
import { createUserSettingsRepository, type UserSettingsRepository } from '../repositories/user-settings.ts';
import { createWebhookRepository, type WebhookRepository } from '../repositories/webhooks.ts';

declare module 'fastify' {
  interface FastifyInstance {
    notifications: NotificationRepository;
    pushSubscriptions: PushSubscriptionRepository;
    webhooks: WebhookRepository;
    outbox: OutboxRepository;
    userSettings: UserSettingsRepository;
    /**
     * Tells an account something: in its list, on its open pages, and by mail and push as it has set.
     * An account that is gone is not told.
     */
    notify(userId: string, notification: NewNotification): Promise<void>;
    /** Mails an address, be there an account behind it or not. @param transaction of what caused it. */
    mail(
      mail: { to: string; userId: string | null; template: TemplateName; variables: object },
      transaction?: Kysely<Tables>,
    ): Promise<void>;
    /** Tells the webhooks of a room's owner what happened in it. */
    outgoing(event: OutgoingEvent): Promise<void>;
    /** Reminds of the meetings that start soon; the processes of role `chat` do so by themselves. */
    remindOfMeetings(): Promise<void>;
    /** Looks at the outbox at once instead of within a second: for those who have put something there. */
    deliverSoon(): void;
  }
}

/** A reminder comes at most so much later than it should. */
const reminderIntervalMs = 30_000;

/** What is told to people and programs outside, and the processes of role `chat` that deliver it. */
export default fp<{ config: Config }>(async (app, { config }) => {
  const { directory } = app.databases;
  const settings = createUserSettingsRepository(directory);
  const notifications = createNotificationRepository(directory);
  const subscriptions = createPushSubscriptionRepository(directory, app.encryption);
  const webhooks = createWebhookRepository(directory, app.encryption);
  const outbox = createOutboxRepository(directory);
  app.decorate('userSettings', settings);
  app.decorate('notifications', notifications);
  app.decorate('pushSubscriptions', subscriptions);
  app.decorate('webhooks', webhooks);
  app.decorate('outbox', outbox);

  const pushes = config.push !== undefined;
  const notifier = createNotifier({ directory, notifications, settings, subscriptions, outbox, pushes });
  const dispatchers = config.roles.includes('chat') ? createDispatchers(app, config) : [];
  const deliverSoon = () => {
    for (const dispatcher of dispatchers) dispatcher.wake();
  };
  app.decorate('deliverSoon', deliverSoon);
  // After the commit: a page that is told looks, and must find it.
  const tellLive = (userId: string, { id, title, message, data }: LiveNotification) => {
    app.hub.notify(userId, { type: 'notification', id, title, message, data });
    deliverSoon();
  };
  app.decorate('notify', async (userId, notification) => {
    const kept = await notifier.keep(userId, notification);
    if (kept) tellLive(userId, kept);
  });
  const reminders = createReminderRepository(app.databases);
  app.decorate('remindOfMeetings', async () => {
    for (const { userId, notification } of await remindOfMeetings(directory, reminders, notifier))
      tellLive(userId, notification);
  });
  app.decorate('mail', async ({ to, userId, template, variables }, transaction) => {
    await outbox.enqueue([{ kind: 'email', userId, payload: { to, template, variables } }], transaction);
    deliverSoon();
  });
  app.decorate('outgoing', async (event) => {
    if ((await enqueueEvent(webhooks, outbox, event)) > 0) deliverSoon();
  });
  app.addHook('onReady', async () => deliverSoon());
  if (!config.roles.includes('chat')) return;
  const reminding = setInterval(() => {
    app
      .remindOfMeetings()
      .catch((error: unknown) => app.log.warn({ err: error }, 'nobody was reminded of meetings'));
  }, reminderIntervalMs);
  reminding.unref();
  app.addHook('onClose', async () => {
    clearInterval(reminding);
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  });
});

function deliveriesOf(app: FastifyInstance, config: Config): Delivery[] {
  const { publicUrl } = config.web;
  const allowPrivate = config.webhooksToPrivateAddresses;
  const mailer = config.mail && createMailer(config.mail);
  app.addHook('onClose', async () => mailer?.close());
  return [
    // Without a mail server the letters wait: readiness says so, and they go out when there is one.
    ...(mailer ? [createMailDelivery(mailer, { publicUrl })] : []),
    ...(config.push
      ? [
          createPushDelivery({
            keys: config.push,
            contact: publicUrl.startsWith('https:') ? publicUrl : 'mailto:postmaster@localhost',
            subscriptions: app.pushSubscriptions,
            allowPrivate,
          }),
        ]
      : []),
    createWebhookDelivery({
      webhooks: app.webhooks,
      allowPrivate,
      traceHeaders: () => app.tracing.headers(),
      onSwitchedOff: (userId, url) =>
        app.notify(userId, {
          type: 'webhook-switched-off',
          title: 'A webhook was switched off',
          message: `Nothing could be delivered to ${url}. Delete the webhook, mend the receiver and make a new one.`,
          data: { url },
        }),
    }),
  ];
}

function createDispatchers(app: FastifyInstance, config: Config): OutboxDispatcher[] {
  const deliveries = new Counter({
    name: 'gomeet_outbox_deliveries_total',
    help: 'Attempts to deliver mail, pushes and webhooks, by what became of them',
    labelNames: ['kind', 'outcome'],
    registers: [app.metrics.registry],
  });
  return deliveriesOf(app, config).map(
    (delivery) =>
      new OutboxDispatcher({
        outbox: app.outbox,
        delivery,
        breaker: app.createBreaker(delivery.kind, (error) => delivery.isOutage(error)),
        onOutcome: (outcome: Outcome, error?: unknown) => {
          deliveries.inc({ kind: delivery.kind, outcome });
          if (error !== undefined) app.log.warn({ err: error, kind: delivery.kind, outcome }, 'outbox');
        },
        onError: (error) => app.log.warn({ err: error }, 'the outbox cannot be read'),
      }),
  );
}
