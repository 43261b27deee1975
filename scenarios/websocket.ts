/// <reference path="../loadgen/k6/index.d.ts" />
import { Crowd, type CrowdPlan } from 'k6/x/gomeet';

/**
 * Very many WebSockets: everyone signs in, takes a seat, gets a ticket, connects, authenticates and joins a room; then all
 * are held while every room talks. `gomeet loadtest websocket` writes the plan, one for each process, and reads the results.
 */
const plan: CrowdPlan = JSON.parse(open(__ENV.GOMEET_PLAN ?? ''));

export const options = {
  scenarios: {
    // One virtual user holds all sockets: k6's own WebSockets take 57 KB each.
    websocket: {
      executor: 'shared-iterations',
      vus: 1,
      iterations: 1,
      maxDuration: '24h',
      gracefulStop: '1m',
    },
  },
};

export default function walk() {
  const crowd = new Crowd(plan);
  try {
    crowd.connect();
    crowd.hold();
    crowd.leave();
  } finally {
    crowd.close();
  }
}
