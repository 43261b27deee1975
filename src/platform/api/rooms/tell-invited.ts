import type { FastifyInstance } from 'fastify';
import type { RoomRepository } from '../repositories/rooms.ts';

type RoomRow = NonNullable<Awaited<ReturnType<RoomRepository['update']>>>;

/** Whoever was invited learns that the meeting is at another time, with the entry that replaces the one in their calendar. */
export async function tellOfNewTime(app: FastifyInstance, room: RoomRow): Promise<void> {
  const data = {
    roomId: room.id,
    roomName: room.name,
    startsAt: room.scheduled_at?.toISOString() ?? null,
    endsAt: room.ends_at?.toISOString() ?? null,
  };
  const [accounts, addresses] = await Promise.all([
    app.invitations.inviteesOf(room.id),
    app.invitations.addressesWithoutAccount(room.id),
  ]);
  await Promise.all([
    ...accounts.map((userId) =>
      app.notify(userId, {
        type: 'meeting-rescheduled',
        title: 'A meeting was moved',
        message: data.startsAt
          ? `"${room.name}" is at another time now.`
          : `"${room.name}" has no fixed time any more.`,
        data,
      }),
    ),
    ...addresses.map((to) =>
      app.mail({ to, userId: null, template: 'meeting-rescheduled', variables: data }),
    ),
  ]);
}

/** Whoever was invited learns that a meeting which lay ahead will not take place. */
export async function tellOfCancellation(
  app: FastifyInstance,
  invited: readonly string[],
  roomName: string,
): Promise<void> {
  await Promise.all(
    invited.map((userId) =>
      app.notify(userId, {
        type: 'meeting-cancelled',
        title: 'A meeting was cancelled',
        message: `"${roomName}" will not take place.`,
        data: { roomName },
      }),
    ),
  );
}
