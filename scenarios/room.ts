/// <reference types="k6" />
/// <reference path="../loadgen/k6/index.d.ts" />
import { Meeting, type RoomPlan } from 'k6/x/gomeet';

/**
 * Rooms from the first sign-in to their end: everyone signs in, hosts open their rooms, everyone joins at a rate, the
 * rooms settle, are held and measured, everyone leaves, and the hosts end what they opened. `gomeet loadtest room` and
 * `gomeet loadtest rooms` write the plan and read the results.
 */
const plan: RoomPlan = JSON.parse(open(__ENV.GOMEET_PLAN ?? ''));

export const options = {
  scenarios: {
    // One virtual user drives all participants: as a virtual user each would cost 1 to 5 MB and a JavaScript engine.
    rooms: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '24h', gracefulStop: '1m' },
  },
};

export default function walk() {
  const meeting = new Meeting(plan);
  try {
    meeting.signIn();
    meeting.join();
    meeting.settle();
    meeting.hold();
    meeting.leave();
  } finally {
    meeting.close();
  }
}
