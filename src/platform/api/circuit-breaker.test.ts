import { expect, test } from 'vitest';
import { CircuitBreaker, CircuitOpenError } from './circuit-breaker.ts';

class Wrong extends Error {}

function breaker() {
  const world = { nowMs: 0, failures: 0 };
  const circuit = new CircuitBreaker('mail', {
    failuresToOpen: 3,
    openForMs: 1000,
    isFailure: (error) => !(error instanceof Wrong),
    now: () => world.nowMs,
    onFailure: () => {
      world.failures += 1;
    },
  });
  const fail = () => circuit.run(() => Promise.reject(new Error('down')));
  const succeed = () => circuit.run(async () => 'up');
  return { world, circuit, fail, succeed };
}

test('failures in a row open it, a success between them does not', async () => {
  const { world, circuit, fail, succeed } = breaker();
  for (const attempt of [fail, fail, succeed, fail, fail]) await attempt().catch(() => undefined);
  expect(circuit.state).toBe('closed');
  await expect(fail()).rejects.toThrow('down');
  expect({ state: circuit.state, counted: world.failures }).toEqual({ state: 'open', counted: 5 });
  await expect(succeed()).rejects.toThrow(CircuitOpenError);
  await expect(succeed()).rejects.toMatchObject({ retryAfterMs: 1000 });
});

test('after its time one call tries: its success closes, its failure opens again', async () => {
  const { world, circuit, fail, succeed } = breaker();
  for (let n = 0; n < 3; n += 1) await fail().catch(() => undefined);
  world.nowMs = 1000;
  expect([circuit.state, circuit.admits]).toEqual(['half-open', true]);
  const trial = Promise.withResolvers<string>();
  const tried = circuit.run(() => trial.promise);
  await expect(succeed()).rejects.toThrow(CircuitOpenError);
  trial.reject(new Error('still down'));
  await expect(tried).rejects.toThrow('still down');
  expect(circuit.state).toBe('open');
  world.nowMs = 2000;
  expect(await succeed()).toBe('up');
  expect(circuit.state).toBe('closed');
});

test('an answer that is no failure of the other side closes it', async () => {
  const { world, circuit, fail } = breaker();
  await fail().catch(() => undefined);
  await circuit.run(() => Promise.reject(new Wrong())).catch(() => undefined);
  for (let n = 0; n < 2; n += 1) await fail().catch(() => undefined);
  expect([circuit.state, world.failures]).toEqual(['closed', 3]);
});
