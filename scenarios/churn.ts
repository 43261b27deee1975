/// <reference types="k6" />
/// <reference path="../loadgen/k6/index.d.ts" />
import { Meeting, type RoomPlan } from 'k6/x/gomeet';

/**
 * Rooms in which people come and go. First some leave and others join late, at a rate; then the storm: a share of the
 * people is lost at once and comes back. What those who stayed felt is measured in both, and everyone afterwards.
 */
const plan: RoomPlan = JSON.parse(open(__ENV.GOMEET_PLAN ?? ''));

export const options = {
  scenarios: {
    churn: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '24h', gracefulStop: '1m' },
  },
};

export default function comeAndGo() {
  const meeting = new Meeting(plan);
  try {
    meeting.signIn();
    meeting.join();
    meeting.settle();
    meeting.turnover();
    meeting.storm();
    meeting.recover();
    meeting.hold();
    meeting.leave();
  } finally {
    meeting.close();
  }
}
