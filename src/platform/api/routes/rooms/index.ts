import { breakoutRoutes } from './breakouts.ts';
import { changeRoutes } from './change-room.ts';
import historyRoutes from './history.ts';
import { invitationRoutes } from './invitations.ts';
import joinRoutes from './join.ts';
import leaveRoutes from './leave.ts';
import { moderationRoutes } from './moderation.ts';
import participantRoutes from './participants.ts';
import recordingRoutes from './recordings.ts';
import recordingContentRoutes from './recordings-content.ts';
import { roomRoutes } from './rooms.ts';
import { settingsRoutes } from './settings.ts';
import { waitingRoutes } from './waiting.ts';

/** All routes under /api/v1/rooms that are about the room, who is in it and who may come; the role `meeting` serves them. */
export const meetingRoomRoutes = [
  ...roomRoutes,
  ...changeRoutes,
  joinRoutes,
  leaveRoutes,
  participantRoutes,
  historyRoutes,
  ...settingsRoutes,
  ...invitationRoutes,
  ...waitingRoutes,
  ...moderationRoutes,
  ...breakoutRoutes,
  recordingRoutes,
  recordingContentRoutes,
];
