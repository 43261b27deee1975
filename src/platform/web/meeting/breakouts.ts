import type { ApiClient } from '../api/client.ts';
import type { Page, Room } from '../api/types.ts';

export interface BreakoutRoom extends Room {
  readonly assigned: readonly string[];
}

export type Breakouts = ReturnType<typeof createBreakouts>;

/** Breakout rooms of a room. Every method throws {@link ApiProblem}. */
export function createBreakouts(api: ApiClient, roomId: string) {
  const path = `/rooms/${roomId}/breakouts`;
  return {
    list: async () => (await api.get<Page<BreakoutRoom>>(path)).items,
    open: (names: readonly string[], assign: 'manual' | 'evenly') =>
      api.create<{ items: readonly BreakoutRoom[] }>(path, { names, assign }),
    assign: (userId: string, breakoutRoomId: string | null) =>
      api.put(`${path}/assignments`, { assignments: [{ userId, breakoutRoomId }] }),
    broadcast: (text: string) => api.post(`${path}/broadcast`, { text }),
    close: () => api.delete(path),
  };
}
