import { hash, type Options, verify } from '@node-rs/argon2';
import { Problem } from '../problems.ts';

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const argon2id: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes and checks passwords, a few at a time: each takes 19 MiB and about 25 ms of a core. */
export interface Passwords {
  /** @returns the hash in PHC form. @throws {Problem} `unavailable` when too many are waiting. */
  hash(password: string): Promise<string>;
  /**
   * Compares with a stored hash. Without one it does the same work and says no, so that the time of the answer does not
   * tell whether an account exists. @throws {Problem} `unavailable` when too many are waiting.
   */
  verify(password: string, stored: string | undefined): Promise<boolean>;
  readonly running: number;
  readonly waiting: number;
}

/**
 * @param concurrent hashes at once. Argon2 runs on libuv's pool of four threads, which token signatures share.
 * @param queued how many may wait; beyond it a flood of logins is refused instead of answered ever later.
 */
export async function createPasswords(concurrent: number, queued: number): Promise<Passwords> {
  const decoy = await hash('no account has this password', argon2id);
  const queue: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < concurrent) {
      running += 1;
    } else if (queue.length >= queued) {
      throw new Problem('unavailable', 'Too many people are logging in at this moment.', {
        headers: { 'retry-after': '2' },
      });
    } else {
      // Whoever finishes hands the turn over without giving it back, so `running` stays as it is.
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    hash: (password) => inTurn(() => hash(password, argon2id)),
    verify: async (password, stored) =>
      (await inTurn(() => verify(stored ?? decoy, password))) && stored !== undefined,
    get running() {
      return running;
    },
    get waiting() {
      return queue.length;
    },
  };
}
