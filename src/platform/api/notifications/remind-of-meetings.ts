import type { Kysely } from 'kysely';
import { type Reminder, type ReminderRepository, reminderType } from '../repositories/reminders.ts';
import type { Tables } from '../repositories/tables.ts';
import type { LiveNotification, Notifier } from './notifier.ts';

/** Long enough to finish something else, short enough not to be forgotten again. */
const minutesBefore = 15;

const notificationOf = ({ roomId, roomName, startsAt, endsAt }: Reminder) => ({
  type: reminderType,
  title: 'A meeting starts soon',
  message: `"${roomName}" starts soon.`,
  data: { roomId, roomName, startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null },
});

/**
 * Reminds everyone of the meetings that start within a quarter of an hour, once each. Of several processes one does it, and
 * that someone was reminded is written in the same transaction as the reminder.
 *
 * @returns whom to tell live, now that it is committed
 */
export function remindOfMeetings(
  directory: Kysely<Tables>,
  reminders: ReminderRepository,
  notifier: Notifier,
): Promise<{ userId: string; notification: LiveNotification }[]> {
  return directory.transaction().execute(async (transaction) => {
    if (!(await reminders.takeTurn(transaction))) return [];
    const told: { userId: string; notification: LiveNotification }[] = [];
    for (const reminder of await reminders.due(minutesBefore)) {
      if (await reminders.wasSent(reminder, transaction)) continue;
      const { userId } = reminder;
      const notification = await notifier.keep(userId, notificationOf(reminder), transaction);
      if (notification) told.push({ userId, notification });
    }
    return told;
  });
}
