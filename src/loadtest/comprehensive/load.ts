import { apiLoad } from '../api/load.ts';
import type { Load } from '../load.ts';
import { loadTestProfile } from '../room/profiles.ts';
import { roomsLoad } from '../rooms/load.ts';
import { webSocketLoad } from '../websocket/load.ts';
import { composeLoads } from './compose-loads.ts';
import type { ComprehensiveRequest } from './request.ts';

/**
 * Everything at once over ramp, hold and fall: rooms with media, a crowd of WebSockets that chats, and journeys through
 * the API. Each kind has generator processes of its own, so that each is the scenario of its name, and accounts of its own.
 */
export function comprehensiveLoad(request: ComprehensiveRequest): Load {
  const { rooms, crowd, api, scale, holdSeconds, rampSeconds } = request;
  const people = rooms.rooms * rooms.participants;
  return composeLoads({
    kind: 'loadtest comprehensive',
    subject: `${people} people in rooms, ${crowd.connections} WebSockets and ${api.ratePerSecond} journeys a second`,
    parameters: {
      scale,
      rooms: rooms.rooms,
      participants: rooms.participants,
      publishers: rooms.publishers,
      microphones: rooms.microphones,
      layout: rooms.layout,
      connections: crowd.connections,
      journeysPerSecond: api.ratePerSecond,
      rampSeconds,
      holdSeconds,
    },
    method: [
      `Everything at once, at ${scale} of the reference event of 100 rooms of 500: rooms and the people in each shrink by the root of the scale.`,
      'Rooms with media, as many WebSockets again that follow the chats, and journeys through the API begin together, rise to a common hold and fall; the hold is judged while all of them hold.',
    ],
    // The crowd is first: its file of access tokens counts accounts from the first.
    parts: [
      webSocketLoad(crowd),
      roomsLoad(rooms, loadTestProfile('loadtest comprehensive', rooms)),
      apiLoad(api),
    ],
  });
}
