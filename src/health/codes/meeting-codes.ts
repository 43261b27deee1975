import type { CodeTable } from './code-row.ts';

const status = 'gomeet status';
const opened = 'gomeet report open';

/** The media servers and the relay. */
export const mediaCodes = {
  'media-answers': ['GM0801', 'error', 'Each media server answers, and has not lost Redis.', status],
  'media-nodes': ['GM0802', 'error', 'Redis knows as many media servers as run.', status],
  'turn-answers': ['GM0803', 'error', 'The TURN server answers over UDP.', status],
} as const satisfies CodeTable;

/** The platform's own API. */
export const apiCodes = {
  'api-readiness': ['GM0901', 'error', 'Each API process reaches what it depends on.', status],
} as const satisfies CodeTable;

/** The way in from outside. */
export const edgeCodes = {
  'gateway-answers': ['GM1001', 'error', 'The address that people use leads to the API.', status],
  certificates: [
    'GM1002',
    'error',
    'No certificate ends within two weeks.',
    'gomeet deploy --target kubernetes',
  ],
} as const satisfies CodeTable;

/** Two people who meet, on each path that media can take. */
export const callCodes = {
  'call-accounts': ['GM1301', 'error', 'The two who call have accounts.', 'gomeet status'],
  'real-call': ['GM1302', 'error', 'Two meet over UDP, and every frame comes whole.', opened],
  'call-tcp': ['GM1303', 'error', 'Two meet over TCP.', opened],
  'call-turn-udp': ['GM1304', 'error', 'Two meet through the TURN server over UDP.', opened],
  'call-turn-tls': ['GM1305', 'error', 'Two meet through the TURN server over TLS.', opened],
} as const satisfies CodeTable;
