import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const nice = 10;

/**
 * Lets a program go after all others. Asked of gomeet as soon as it has started, all that gomeet starts inherits it.
 * @throws when there is no such process
 */
export const lowerPriority = (processId: number): void => setPriority(processId, nice);

/**
 * The same for a program in a session of its own, as generators are: Linux deals out a processor among sessions first
 * (autogroup), and a process's own nice value counts within its session alone. Kernels without autogroup have no such file.
 */
export function lowerSessionPriority(processId: string): void {
  try {
    writeFileSync(`/proc/${processId}/autogroup`, String(nice));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
