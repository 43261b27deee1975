import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { Recording, Room } from '../../api/types.ts';

/** Names of the rooms that recordings were made in, by room id; those that have not come yet, or are gone, are missing. */
export function useRoomNames(recordings: readonly Recording[]): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const roomIds = [...new Set(recordings.map(({ roomId }) => roomId))];
  useEffect(() => {
    for (const roomId of roomIds.filter((id) => !names.has(id))) {
      // A room may be deleted: its recording then goes by its time alone.
      api.get<Room>(`/rooms/${roomId}`).then(
        ({ name }) => setNames((before) => new Map(before).set(roomId, name)),
        () => undefined,
      );
    }
  }, [roomIds.join()]);
  return names;
}
