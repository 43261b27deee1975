import { input, type Quantity, type Range, type Source } from './quantity.ts';

/**
 * What the signaling API and its database spend: the model that `calibrate` fits and `plan` uses. The prior stands until
 * a calibration profile replaces it.
 */
export interface ApiCosts {
  /** CPU of the API for one request that reads or writes rows; passwords are `perLogin`. */
  readonly perRequest: Quantity<'core*s/request'>;
  /** CPU of one log-in: the Argon2id verification, 19 MiB and two passes. */
  readonly perLogin: Quantity<'core*s/request'>;
  /** CPU to open a WebSocket: upgrade, `authenticate`, `join_room`, and telling the room. */
  readonly perConnection: Quantity<'core*s/connection'>;
  /** CPU to hand one message to one listener. */
  readonly perDelivery: Quantity<'core*s/message'>;
  readonly memoryPerConnection: Quantity<'byte/connection'>;
  /** Memory of a process that serves nobody yet. */
  readonly memoryPerProcess: Quantity<'byte/pod'>;
  /** CPU of PostgreSQL for one statement of a journey. */
  readonly perQuery: Quantity<'core*s/query'>;
  /** Relative error that a prediction of CPU carries: 0.5 is ± 50 %. */
  readonly relativeError: Quantity<'1'>;
}

const bench: Source = {
  title: 'npm run bench:api on two cores: joining 930/s; a line that 500 hear 61 to 291/s',
  asOf: '2026-11-21',
  confidence: 'medium',
};
const decision = (number: number, what: string): Source => ({
  title: `docs/decisions.md ${number}: ${what}`,
  asOf: '2026-11-21',
  confidence: 'medium',
});

const assumed = <Unit extends string>(
  id: string,
  title: string,
  unit: Unit,
  value: number | Range,
  source: Source,
): Quantity<Unit> => input({ id: `api.cost.${id}`, title, unit }, value, 'assumed', [source]);

/**
 * The prior: what our own benchmark and decisions measured on one machine of two cores. It is an assumption for any other machine.
 *
 * A request: one core / 930 joins/s = 1.1 ms. A delivery: one core / (291 × 500) = 6.9 µs at best, one core / (61 × 500) = 33 µs at
 * worst. A connection: 8 ms of API in all for a join less four requests of 1.1 ms = 3.6 ms.
 */
const PRIOR: ApiCosts = {
  perRequest: assumed(
    'request',
    'CPU of a request',
    'core*s/request',
    { low: 0.0006, mode: 0.0011, high: 0.0022 },
    bench,
  ),
  perLogin: assumed(
    'login',
    'CPU of a log-in',
    'core*s/request',
    { low: 0.02, mode: 0.025, high: 0.04 },
    decision(6, 'an Argon2id verification takes 20 to 40 ms'),
  ),
  perConnection: assumed(
    'connection',
    'CPU to open a WebSocket',
    'core*s/connection',
    { low: 0.001, mode: 0.0036, high: 0.008 },
    decision(7, 'a join costs the API 8 ms'),
  ),
  perDelivery: assumed(
    'delivery',
    'CPU to hand a message to a listener',
    'core*s/message',
    { low: 6.9e-6, mode: 14e-6, high: 33e-6 },
    bench,
  ),
  memoryPerConnection: assumed(
    'connection-memory',
    'memory of a WebSocket',
    'byte/connection',
    { low: 4300, mode: 4300, high: 20_000 },
    decision(23, '12,500 sockets cost a worker 54 MB'),
  ),
  memoryPerProcess: assumed(
    'process-memory',
    'memory of an idle process',
    'byte/pod',
    { low: 100e6, mode: 150e6, high: 250e6 },
    {
      title: 'resident memory of an API worker of the local target',
      asOf: '2026-11-21',
      confidence: 'medium',
    },
  ),
  perQuery: assumed(
    'query',
    'CPU of PostgreSQL for a statement',
    'core*s/query',
    { low: 0.0001, mode: 0.0003, high: 0.001 },
    decision(
      7,
      'webhooks and database take the rest of 35 ms for a join, 2 to 7 ms for about ten statements',
    ),
  ),
  relativeError: assumed('relative-error', 'relative error of the prediction', '1', 0.5, {
    title: 'one machine, one core a process: how it scales to other machines is not known',
    confidence: 'low',
  }),
};

export const apiPrior = (): ApiCosts => PRIOR;
