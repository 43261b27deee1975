/**
 * The known name closest to what was typed, or undefined when none is close: at most a third of the letters
 * may differ (optimal string alignment: a swap of two neighbours counts once).
 *
 * @param lettersMax how many letters may differ, where a third of a long name would be too many
 */
export function nearestName(
  typed: string,
  names: readonly string[],
  lettersMax = Number.POSITIVE_INFINITY,
): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase());
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  if (best === undefined) return undefined;
  const isClose = best.distance <= Math.min(lettersMax, Math.max(1, Math.ceil(best.name.length / 3)));
  return isClose ? best.name : undefined;
}

/** The `count` known names closest to what was typed, the closest first. */
export function nearestNames(typed: string, names: readonly string[], count: number): readonly string[] {
  return names
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ name }) => name);
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(substitution, at(last, j) + 1, at(row, j - 1) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) distance = Math.min(distance, at(beforeLast, j - 2) + 1);
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
