import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import type { Policy } from '../policy.ts';
import { type BreakoutRepository, createBreakoutRepository } from '../repositories/breakouts.ts';
import { createDirectoryRepository, type DirectoryRepository } from '../repositories/directory.ts';
import { createInvitationRepository, type InvitationRepository } from '../repositories/invitations.ts';
import {
  createMeetingHistoryRepository,
  type MeetingHistoryRepository,
} from '../repositories/meeting-history.ts';
import { createRoomListRepository, type RoomListRepository } from '../repositories/room-lists.ts';
import { createRoomSettingsRepository, type RoomSettingsRepository } from '../repositories/room-settings.ts';
import { createWaitingRepository, type WaitingRepository } from '../repositories/waiting.ts';
import { createDepartures, type Departures } from '../rooms/departures.ts';

declare module 'fastify' {
  interface FastifyInstance {
    directory: DirectoryRepository;
    roomLists: RoomListRepository;
    roomSettings: RoomSettingsRepository;
    invitations: InvitationRepository;
    waiting: WaitingRepository;
    breakouts: BreakoutRepository;
    meetingHistory: MeetingHistoryRepository;
    departures: Departures;
  }
}

/** What is stored about rooms beside the rooms themselves and who is in them, and who looks after those who left. */
export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  const { databases } = app;
  app.decorate(
    'directory',
    createDirectoryRepository(databases.directory, config.emailVerification === 'optional'),
  );
  app.decorate('roomLists', createRoomListRepository(databases));
  app.decorate('roomSettings', createRoomSettingsRepository(databases));
  app.decorate('invitations', createInvitationRepository(databases));
  app.decorate('waiting', createWaitingRepository(databases));
  app.decorate('breakouts', createBreakoutRepository(databases));
  app.decorate('meetingHistory', createMeetingHistoryRepository(databases));
  const departures = createDepartures(app, policy.departureGraceMs);
  app.decorate('departures', departures);
  app.addHook('preClose', () => departures.stop());
});
