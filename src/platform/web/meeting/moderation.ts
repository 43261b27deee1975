import type { ApiClient } from '../api/client.ts';
import type { Page, Participant, Recording, Role, RoomSettings } from '../api/types.ts';
import type { MediaKind } from './signaling/protocol.ts';

export interface WaitingPerson {
  readonly userId: string;
  readonly name: string;
}

export type Moderation = ReturnType<typeof createModeration>;

/** What moderators can order; the API checks that they are. Every method throws {@link ApiProblem}. */
export function createModeration(api: ApiClient, roomId: string) {
  const room = `/rooms/${roomId}`;
  return {
    mute: (userId: string, kind: MediaKind) => api.post(`${room}/participants/${userId}/mute`, { kind }),
    muteAll: () => api.post(`${room}/participants/mute-all`, { kind: 'audio' }),
    remove: (userId: string, ban: boolean) =>
      api.delete(`${room}/participants/${userId}`, undefined, { query: { ban } }),
    setRole: (userId: string, role: Exclude<Role, 'host'>) =>
      api.put(`${room}/participants/${userId}/role`, { role }),
    lock: (locked: boolean) => api.put(`${room}/lock`, { locked }),
    changeSettings: (settings: Partial<RoomSettings>) => api.put(`${room}/settings`, settings),
    waiting: async () => (await api.get<Page<WaitingPerson>>(`${room}/waiting`)).items,
    admit: (userId: string) => api.post(`${room}/waiting/${userId}/admit`),
    admitAll: () => api.post(`${room}/waiting/admit-all`),
    deny: (userId: string) => api.delete(`${room}/waiting/${userId}`),
    startRecording: () => api.create<{ id: string }>(`${room}/recordings`, {}),
    runningRecording: async () =>
      (await api.get<Page<Recording>>(`${room}/recordings`)).items.find(({ endedAt }) => endedAt === null)
        ?.id,
    stopRecording: (recordingId: string) => api.post(`${room}/recordings/${recordingId}/stop`),
    end: () => api.post(`${room}/end`),
  };
}

/** Everybody in the room, page after page: one page holds 500. */
export async function fetchParticipants(api: ApiClient, roomId: string): Promise<Participant[]> {
  const everybody: Participant[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Participant> = await api.get(`/rooms/${roomId}/participants`, {
      query: { limit: 500, ...(cursor !== null && { cursor }) },
    });
    everybody.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return everybody;
}
