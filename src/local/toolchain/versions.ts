/** A version as its numbers, most significant first. */
type Version = readonly number[];

/** The first dotted number in a program's answer, such as `1.13.5` in `livekit-server version 1.13.5`; undefined without one. */
export function versionIn(text: string, pattern: RegExp = /(\d+(?:\.\d+)+)/): string | undefined {
  return pattern.exec(text)?.[1];
}

function parseVersion(text: string): Version {
  return text.split('.').map((part) => Number.parseInt(part, 10) || 0);
}

/** Negative when `a` is older than `b`, 0 when they are the same; missing parts count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export interface VersionRange {
  /** Oldest accepted version. */
  readonly from: string;
  /** First version that is no longer accepted. */
  readonly below?: string;
}

export function isWithin(version: string, { from, below }: VersionRange): boolean {
  return compareVersions(version, from) >= 0 && (below === undefined || compareVersions(version, below) < 0);
}

export function rangeText({ from, below }: VersionRange): string {
  return below === undefined ? `${from} or newer` : `${from} or newer, below ${below}`;
}
