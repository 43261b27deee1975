import { between, estimate, fixed, page, prior } from './prior-quantity.ts';

const journey = estimate('the web app: tickets, the room, the list of people, joining');

/** How people use the API, and how much of it one pod is given. */
export const API_PRIOR = {
  requestsPerJoin: prior(
    'api.requests-per-join',
    'requests to join',
    'request/join',
    between(3, 4, 8),
    journey,
  ),
  webhooksPerJoin: prior(
    'api.webhooks-per-join',
    'webhooks of the media server for a join',
    'request/join',
    between(1, 3, 5),
    estimate('participant_joined, and track_published for a camera and a microphone'),
  ),
  historyPerJoin: prior(
    'api.history-per-join',
    'requests for the conversation so far',
    'request/join',
    between(1, 1, 2),
    journey,
  ),
  logInsPerJoin: prior(
    'api.log-ins-per-join',
    'log-ins for a join',
    'request/join',
    between(0.05, 0.2, 1),
    estimate('most come with a session of less than seven days'),
  ),
  connectionsPerJoin: fixed(
    'api.connections-per-join',
    'WebSockets to the API for a join',
    'connection/join',
    1,
  ),
  connectionsPerPerson: fixed(
    'api.connections-per-person',
    'WebSockets to the API for a person',
    'connection/participant',
    1,
  ),
  refreshInterval: fixed(
    'api.refresh-interval',
    'time after which a person refreshes the access token',
    's*participant/request',
    900,
    [{ title: 'docs/decisions.md 8: access tokens last 15 minutes', confidence: 'high' }],
  ),
  presenceInterval: fixed(
    'api.presence-interval',
    'time for which changes of presence are gathered',
    's*participant/message',
    0.25,
    [{ title: 'docs/realtime.md: presence is gathered for 250 ms', confidence: 'high' }],
  ),
  authPodCores: fixed('api.auth.pod-cores', 'CPU of an auth pod: hashing has threads', 'core/pod', 2),
  podCores: fixed('api.pod-cores', 'CPU of a pod: Node.js runs in one thread', 'core/pod', 1),
  connectionsPerPod: fixed(
    'api.connections-per-pod',
    'WebSockets that a pod should hold',
    'connection/pod',
    10_000,
    [
      {
        title:
          'docs/decisions.md 24: 20,000 open files a process; half, so that one pod can take over another',
        confidence: 'high',
      },
    ],
  ),
  sparePods: fixed('api.spare-pods', 'pods beyond those needed, for a lost one or a roll-out', 'pod', 1),
  minimumPods: fixed('api.minimum-pods', 'pods of a kind at least, on two nodes', 'pod', 2),
  memoryHeadroom: fixed('api.memory-headroom', 'memory asked for, over that expected', '1', 1.5),
  databaseConnectionsPerPod: fixed(
    'data.postgres.connections-per-pod',
    'connections of a pod to PostgreSQL',
    'connection/pod',
    10,
    [page('DATABASE_POOL_SIZE of src/platform/api/environment.ts', 'docs/platform.md')],
  ),
} as const;

export type ApiPrior = typeof API_PRIOR;
