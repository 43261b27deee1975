import type { FastifyInstance } from 'fastify';
import type { Role } from '../permissions.ts';
import { Problem } from '../problems.ts';
import type { InvitationRepository } from '../repositories/invitations.ts';

type Invitee = { readonly userId: string } | { readonly email: string };

type Invitation = NonNullable<Awaited<ReturnType<InvitationRepository['find']>>>;

interface Wish {
  readonly roomId: string;
  readonly invitee: Invitee;
  readonly role: Exclude<Role, 'host'>;
  readonly invitedBy: string;
  /** Whether the owner of the room invites, who alone makes moderators and decides about them. */
  readonly byOwner: boolean;
}

/**
 * Invites an account or an address, and tells it. An address whose account is not known to be its own gets a mail only; the
 * invitation finds the account when the address is confirmed.
 * @throws {Problem} `not-found` for an account that is not there, `already-invited`, `conflict` for the room's own host,
 * `forbidden` for a moderator who would make another, or change what one is.
 */
export async function invite(
  app: FastifyInstance,
  { roomId, invitee, role, invitedBy, byOwner }: Wish,
): Promise<Invitation> {
  if (role === 'moderator' && !byOwner) throw new Problem('forbidden', 'Only the host makes moderators.');
  const [room, inviter, account] = await Promise.all([
    app.rooms.find(roomId),
    app.directory.find(invitedBy),
    'userId' in invitee ? app.directory.find(invitee.userId) : app.directory.findByEmail(invitee.email),
  ]);
  if (!room) throw new Problem('room-not-found');
  if ('userId' in invitee && account?.status !== 'active')
    throw new Problem('not-found', 'There is no such account.');
  if (room.parent_room_id !== null)
    throw new Problem('conflict', 'Into a breakout room people are sent: PUT /breakouts/assignments.');
  const email = 'email' in invitee ? invitee.email : account?.email;
  if (email === undefined) throw new Problem('not-found', 'There is no such account.');
  const userId = account?.id ?? null;
  if (userId === room.host_id) throw new Problem('conflict', 'The host of a room needs no invitation.');
  if (!byOwner && userId !== null) {
    // An invitation sets the role of whoever was there before, and takes back that they were removed for good.
    const seat = await app.participants.findRole(roomId, userId);
    if (seat?.role === 'moderator')
      throw new Problem('forbidden', 'Only the host invites somebody who is a moderator.');
  }
  const invitation = await app.invitations.insert({ roomId, userId, email, role, invitedBy });
  if (!invitation) throw new Problem('already-invited');

  const inviterName = inviter?.name ?? '';
  const variables = {
    roomId,
    roomName: room.name,
    inviterName,
    startsAt: room.scheduled_at?.toISOString() ?? null,
    endsAt: room.ends_at?.toISOString() ?? null,
  };
  if (userId === null) {
    await app.mail({ to: email, userId: null, template: 'room-invitation', variables });
  } else {
    await app.notify(userId, {
      type: 'room-invitation',
      title: 'Invitation to a meeting',
      message: `${inviterName} invites you to "${room.name}".`,
      data: variables,
    });
  }
  return invitation;
}
