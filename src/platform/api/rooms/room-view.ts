import type { z } from 'zod';
import type { RoomRepository } from '../repositories/rooms.ts';
import type { roomSchema } from '../schemas.ts';

type RoomRow = Awaited<ReturnType<RoomRepository['insert']>> & { readonly participant_count?: number };

/** A room as the API shows it: everything but the hash of its password. */
export function toRoom(row: RoomRow): z.output<typeof roomSchema> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    hostId: row.host_id,
    maxUsers: row.max_users,
    hasPassword: row.password !== null,
    status: row.status,
    persistent: row.persistent,
    scheduledAt: row.scheduled_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    parentRoomId: row.parent_room_id,
    ...(row.participant_count !== undefined && { participantCount: row.participant_count }),
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
