/// <reference types="k6" />
/// <reference path="../loadgen/k6/index.d.ts" />
import { Meeting, type RoomPlan } from 'k6/x/gomeet';

/**
 * A room that is there while the platform is broken: people join, stay through it, come back by themselves when they lose the
 * room, and leave when they are told. `gomeet dr-drill` writes the plan and reads the gaps in everyone's media.
 */
const plan: RoomPlan = JSON.parse(open(__ENV.GOMEET_PLAN ?? ''));

export const options = {
  scenarios: {
    endure: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '24h', gracefulStop: '1m' },
  },
};

export default function endure() {
  const meeting = new Meeting(plan);
  try {
    meeting.signIn();
    meeting.join();
    meeting.settle();
    meeting.endure();
    meeting.leave();
  } finally {
    meeting.close();
  }
}
