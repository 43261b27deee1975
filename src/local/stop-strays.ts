import { setTimeout as delay } from 'node:timers/promises';
import { serviceProcesses, signalAll } from './service-processes.ts';

/**
 * Stops what still works in a service's folder although the process that was supervised is gone: PostgreSQL without its
 * Patroni. SIGINT is PostgreSQL's fast shutdown; what is still there after the patience is killed.
 */
export async function stopStrays(folder: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let strays = serviceProcesses(undefined, folder);
  signalAll(strays, 'SIGINT');
  signalAll(strays, 'SIGCONT');
  while (strays.length > 0) {
    if (Date.now() > deadline) signalAll(strays, 'SIGKILL');
    await delay(20);
    strays = serviceProcesses(undefined, folder);
  }
}
