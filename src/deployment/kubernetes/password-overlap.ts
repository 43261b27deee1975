import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** Beside `password`: what servers take as well, one a line. */
const OTHER_PASSWORDS = 'other-passwords';

/**
 * A Secret whose servers take this password beside the one that they speak, and whatever they took before: programs that have not
 * restarted since an earlier rotation, or since one that was cut off, still speak that.
 */
export function acceptingAlso(secret: ClusterObject, password: string): ClusterObject {
  const data = (secret.data ?? {}) as Readonly<Record<string, string>>;
  const spoken = textOf(data.password);
  const others = new Set([password, ...textOf(data[OTHER_PASSWORDS]).split('\n')]);
  const lines = [...others].filter((each) => each !== '' && each !== spoken).map((each) => `${each}\n`);
  return {
    ...secret,
    data: { ...data, [OTHER_PASSWORDS]: Buffer.from(lines.join('')).toString('base64') },
  };
}

const textOf = (base64 = ''): string => Buffer.from(base64, 'base64').toString();
