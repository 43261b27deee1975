import fp from 'fastify-plugin';
import { Counter, Gauge } from 'prom-client';
import { type BreakerState, CircuitBreaker } from '../circuit-breaker.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Makes the breaker around one service outside and shows it in the metrics.
     * @param isFailure which errors say that the service is ill; by default all.
     */
    createBreaker(name: string, isFailure?: (error: unknown) => boolean): CircuitBreaker;
  }
}

/** Five in a row are no accident; 15 s are shorter than people wait and long enough for a process to come back. */
const failuresToOpen = 5;
const openForMs = 15_000;

const gaugeValues: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export default fp(async (app) => {
  const breakers: CircuitBreaker[] = [];
  const registers = [app.metrics.registry];
  const failures = new Counter({
    name: 'circuit_breaker_failures_total',
    help: 'Failures of a service outside, by its circuit breaker',
    labelNames: ['name'],
    registers,
  });
  new Gauge({
    name: 'circuit_breaker_state',
    help: '0 closed: calls pass; 1 half-open: one call tries; 2 open: none passes',
    labelNames: ['name'],
    registers,
    collect() {
      for (const { name, state } of breakers) this.set({ name }, gaugeValues[state]);
    },
  });
  app.decorate('createBreaker', (name, isFailure = () => true) => {
    // A service that never failed shows a 0, so that an alert can tell "well" from "not watched".
    failures.inc({ name }, 0);
    const breaker = new CircuitBreaker(name, {
      failuresToOpen,
      openForMs,
      isFailure,
      now: () => performance.now(),
      around: (call) => app.tracing.outside(name, { 'peer.service': name }, call),
      onFailure: () => failures.inc({ name }),
    });
    breakers.push(breaker);
    return breaker;
  });
});
