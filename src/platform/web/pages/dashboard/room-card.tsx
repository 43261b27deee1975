import type { Room } from '../../api/types.ts';
import { session } from '../../session/current.ts';
import { Badge } from '../../ui/badge.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { cardClass } from '../../ui/card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { copyRoomLink } from './copy-room-link.ts';
import { RoomFacts } from './room-facts.tsx';

/** One room among others: what it is, when, and the ways into it. */
export function RoomCard({ room }: { readonly room: Room }) {
  const isOver = room.status !== 'active';
  return (
    <article class={`flex h-full flex-col gap-3 p-5 ${cardClass}`}>
      <div class="flex items-start justify-between gap-3">
        <h3 class="min-w-0 font-semibold">
          <a
            href={`/rooms/${room.id}/details`}
            class="block underline-offset-4 hover:underline max-md:-my-3 max-md:min-w-11 max-md:py-3"
          >
            <span class="line-clamp-2 wrap-anywhere hyphens-auto">{room.name}</span>
          </a>
        </h3>
        <RoomState room={room} />
      </div>
      {room.description && <p class="line-clamp-2 text-sm text-muted">{room.description}</p>}
      <ul class="mt-auto flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        <RoomFacts room={room} />
      </ul>
      <div class="flex items-center gap-2 pt-1">
        {isOver ? (
          <a href={`/rooms/${room.id}/details`} class={`flex-1 ${buttonClass('secondary', 'small')}`}>
            Look back
          </a>
        ) : (
          <>
            <a href={`/rooms/${room.id}`} class={`flex-1 ${buttonClass('primary', 'small')}`}>
              {room.hostId === session.user.value?.id ? 'Open' : 'Join'}
            </a>
            <IconButton
              icon="link"
              size="small"
              label={`Copy the link to ${room.name}`}
              onClick={() => copyRoomLink(room.id)}
            />
          </>
        )}
      </div>
    </article>
  );
}

/** Whether anything happens in the room: a word only where it is not the usual state. That it is over its time says. */
export function RoomState({ room }: { readonly room: Room }) {
  if (room.status === 'cancelled') return <Badge>Cancelled</Badge>;
  if (room.status === 'ended') return null;
  if ((room.participantCount ?? 0) > 0) return <Badge kind="good">Live</Badge>;
  if (room.persistent) return <Badge kind="info">Permanent</Badge>;
  return null;
}
