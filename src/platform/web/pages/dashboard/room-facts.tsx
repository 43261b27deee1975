import type { Room } from '../../api/types.ts';
import { formatWhen } from '../../format/time.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';

/** When a room is used, how many may come, whether they need a password: items of a list. */
export function RoomFacts({ room }: { readonly room: Room }) {
  const { participantCount: here = 0, maxUsers: seats } = room;
  return (
    <>
      <RoomTime room={room} />
      {room.status === 'active' && (
        <Fact icon="people">
          {here > 0 ? `${here} of ${seats.toLocaleString()} here` : `${seats.toLocaleString()} seats`}
        </Fact>
      )}
      {room.hasPassword && <Fact icon="lock">Password</Fact>}
    </>
  );
}

/** The time that matters now: of what is over its end, of a plan its beginning, of anything else since when it is. */
function RoomTime({ room }: { readonly room: Room }) {
  if (room.endedAt !== null) return <Fact icon="history">{`Ended ${formatWhen(room.endedAt)}`}</Fact>;
  if (room.scheduledAt !== null) return <Fact icon="calendar">{formatWhen(room.scheduledAt)}</Fact>;
  return <Fact icon="clock">{`Created ${formatWhen(room.createdAt)}`}</Fact>;
}

function Fact({ icon, children }: { readonly icon: IconName; readonly children: string }) {
  return (
    <li class="inline-flex items-center gap-1.5">
      <Icon name={icon} size={16} />
      <span class="inline-block first-letter:uppercase">{children}</span>
    </li>
  );
}
