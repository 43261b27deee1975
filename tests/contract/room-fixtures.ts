import type { FastifyInstance } from 'fastify';
import { createRoom, seedAccount, type TestAccount } from '../platform/support/accounts.ts';
import { eventually } from '../platform/support/services.ts';
import type { Examples, Fixtures } from './fixtures.ts';

/** What the operations about rooms need. The host's requests are made with the default token. */
export async function makeRoomExamples(
  app: FastifyInstance,
  host: TestAccount,
  guest: TestAccount,
): Promise<Pick<Fixtures, 'examples' | 'ids'>> {
  const call = async (method: 'GET' | 'POST' | 'PUT', url: string, body?: object, who = host) => {
    const answer = await who.call(method, `/api/v1/rooms/${url}`, body);
    if (answer.statusCode >= 400) throw new Error(`${method} ${url}: ${answer.body}`);
    return answer.statusCode === 204
      ? { id: '', items: [] }
      : answer.json<{ id: string; items: { id: string }[] }>();
  };
  /** A meeting of the two. */
  const hold = async (settings: object = {}) => {
    const roomId = await createRoom(host, settings);
    for (const who of [host, guest]) await call('POST', `${roomId}/join`, undefined, who);
    return roomId;
  };

  const meeting = await hold();
  const waitingRoom = await createRoom(host, { settings: { waitingRoom: true } });
  await call('POST', `${waitingRoom}/join`);
  const waiting = await Promise.all([seedAccount(app), seedAccount(app)]);
  for (const who of waiting) await call('POST', `${waitingRoom}/join`, undefined, who);

  const invitation = async () =>
    (await call('POST', `${meeting}/invitations`, { userId: (await seedAccount(app)).userId })).id;
  const split = await hold();
  const breakouts = await call('POST', `${split}/breakouts`, { names: ['One'], assign: 'manual' });
  const breakoutRoomId = breakouts.items[0]?.id ?? '';

  const recorded = await hold();
  const recording = (await call('POST', `${recorded}/recordings`)).id;
  const finished = await hold();
  const finishedRecordings: string[] = [];
  for (const _ of ['to watch', 'to delete']) {
    const { id } = await call('POST', `${finished}/recordings`);
    await call('POST', `${finished}/recordings/${id}/stop`);
    await eventually('the recording is ready', async () => {
      const { status } = (await call('GET', `${finished}/recordings/${id}`)) as { status?: string };
      if (status !== 'ready') throw new Error(`it is ${status}`);
    });
    finishedRecordings.push(id);
  }
  const [watched = '', deleted = ''] = finishedRecordings;

  await call('POST', `${meeting}/messages`, { text: 'Hello' });
  const roomId = meeting;
  const userId = guest.userId;
  const examples: Examples = {
    createRoom: { body: { name: 'Weekly' } },
    getRoom: { path: { roomId } },
    updateRoom: { path: { roomId }, body: { name: 'Daily' } },
    deleteRoom: { path: { roomId: await createRoom(host) } },
    joinRoom: { path: { roomId } },
    leaveRoom: { path: { roomId: await hold() } },
    endRoom: { path: { roomId: await hold() } },
    listParticipants: { path: { roomId } },
    getRoomHistory: { path: { roomId } },
    listMessages: { path: { roomId } },
    sendMessage: { path: { roomId }, body: { text: 'Hello' } },
    getMessage: { path: { roomId, sequence: '1' } },
    getRoomSettings: { path: { roomId } },
    updateRoomSettings: { path: { roomId }, body: { joinMuted: 'always' } },
    lockRoom: { path: { roomId: await hold() }, body: { locked: true } },
    invite: { path: { roomId }, body: { email: 'someone@example.org' } },
    listInvitations: { path: { roomId } },
    getInvitation: { path: { roomId, invitationId: await invitation() } },
    withdrawInvitation: { path: { roomId, invitationId: await invitation() } },
    listWaiting: { path: { roomId: waitingRoom } },
    admitWaiting: { path: { roomId: waitingRoom, userId: waiting[0]?.userId ?? '' } },
    denyWaiting: { path: { roomId: waitingRoom, userId: waiting[1]?.userId ?? '' } },
    admitAllWaiting: { path: { roomId: waitingRoom } },
    muteParticipant: { path: { roomId, userId }, body: { kind: 'audio' } },
    muteAll: { path: { roomId }, body: { kind: 'audio' } },
    changeRole: { path: { roomId: await hold(), userId }, body: { role: 'moderator' } },
    removeParticipant: { path: { roomId: await hold(), userId } },
    openBreakouts: { path: { roomId: await hold() }, body: { names: ['One', 'Two'], assign: 'evenly' } },
    listBreakouts: { path: { roomId: split } },
    assignBreakouts: { path: { roomId: split }, body: { assignments: [{ userId, breakoutRoomId }] } },
    broadcastToBreakouts: { path: { roomId: split }, body: { text: 'Five minutes' } },
    closeBreakouts: { path: { roomId: split } },
    startRecording: { path: { roomId: await hold() } },
    listRoomRecordings: { path: { roomId: recorded } },
    getRecording: { path: { roomId: recorded, recordingId: recording } },
    stopRecording: { path: { roomId: recorded, recordingId: recording } },
    getRecordingContent: { path: { roomId: finished, recordingId: watched } },
    deleteRecording: { path: { roomId: finished, recordingId: deleted } },
  };
  return { examples, ids: { roomId: [roomId, waitingRoom, split, recorded] } };
}
