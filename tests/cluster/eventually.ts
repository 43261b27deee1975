import { setTimeout as delay } from 'node:timers/promises';

/** Waits for what a cluster does in its own time; fails with the condition's name. */
export async function eventually(
  what: string,
  withinSeconds: number,
  condition: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + withinSeconds * 1000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`after ${withinSeconds} s still waiting for: ${what}`);
    await delay(500);
  }
}
