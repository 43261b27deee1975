import fp from 'fastify-plugin';
import { createOnlinePeople, type OnlinePeople, type Presence } from '../presence.ts';

declare module 'fastify' {
  interface FastifyInstance {
    presence: Pick<OnlinePeople, 'enter' | 'leave'> & {
      /** What each of these people does at the moment. While Redis is away whoever is in no meeting counts as offline. */
      of(userIds: readonly string[]): Promise<Map<string, Presence>>;
    };
  }
}

/** Online: has a socket on any worker. In a meeting: has a seat in a room, on whichever shard the room is. */
export default fp<{ worker: string }>(async (app, { worker }) => {
  const online = createOnlinePeople(app.redis, worker, (error) => app.log.warn({ err: error }, 'presence'));

  async function seated(userIds: readonly string[]): Promise<Set<string>> {
    const lists = await Promise.all(
      app.databases.all.map((shard) =>
        shard
          .selectFrom('room_participants')
          .select('user_id')
          .distinct()
          .where('user_id', 'in', userIds)
          .where('left_at', 'is', null)
          .execute(),
      ),
    );
    return new Set(lists.flat().map((row) => row.user_id));
  }

  app.decorate('presence', {
    enter: online.enter,
    leave: online.leave,
    of: async (userIds) => {
      if (userIds.length === 0) return new Map();
      const [connected, inMeeting] = await Promise.all([online.among(userIds), seated(userIds)]);
      const presenceOf = (userId: string): Presence =>
        inMeeting.has(userId) ? 'in-meeting' : connected.has(userId) ? 'online' : 'offline';
      return new Map(userIds.map((userId) => [userId, presenceOf(userId)]));
    },
  });
  app.addHook('onClose', () => online.stop());
});
