import changeRoutes from './change-room.ts';
import historyRoutes from './history.ts';
import joinRoutes from './join.ts';
import leaveRoutes from './leave.ts';
import participantRoutes from './participants.ts';
import roomRoutes from './rooms.ts';

/** All routes under /api/v1/rooms that the role `meeting` serves. */
export const meetingRoomRoutes = [
  roomRoutes,
  changeRoutes,
  joinRoutes,
  leaveRoutes,
  participantRoutes,
  historyRoutes,
];
