/** A value's place on an axis: `domain` in data units is spread over `range` in pixels. */
export interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

/** Pixel of a value, to a tenth: finer does not show and only makes the file larger. */
export function place({ domain, range }: Scale, value: number): number {
  const span = domain[1] - domain[0] || 1;
  const pixel = range[0] + ((value - domain[0]) / span) * (range[1] - range[0]);
  return Math.round(pixel * 10) / 10;
}

/** Round steps for an axis from 0 to at least `max`: 1, 2 or 5 times a power of ten, about `wanted` of them. */
export function niceTicks(max: number, wanted: number): readonly number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const count = Math.ceil(max / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Round steps of time, in milliseconds, for an axis of `spanMs`. */
export function timeTicks(spanMs: number, wanted: number): readonly number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map(
    (seconds) => seconds * 1000,
  );
  const step = steps.find((candidate) => spanMs / candidate <= wanted) ?? Math.ceil(spanMs / wanted);
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, i) => i * step);
}

/** Smallest and largest of the values, of however many: a call takes no million arguments. */
export function extentOf(values: readonly number[]): { readonly least: number; readonly most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

export type Point = readonly [x: number, y: number];

/**
 * At most about `max` points that look the same: of each stretch the smallest and the largest value stay, in their
 * order, so that no peak is lost.
 */
export function decimate(points: readonly Point[], max: number): readonly Point[] {
  if (points.length <= max) return points;
  const stretch = Math.ceil(points.length / (max / 2));
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    const [first] = part;
    if (first === undefined) continue;
    const low = part.reduce((least, point) => (point[1] < least[1] ? point : least), first);
    const high = part.reduce((most, point) => (point[1] > most[1] ? point : most), first);
    kept.push(...(low === high ? [low] : [low, high].sort((a, b) => a[0] - b[0])));
  }
  return kept;
}

/** A pixel difference without a rounding tail; a negative one brings its own separator. */
function step(to: number, from: number): string {
  const difference = Math.round((to - from) * 10) / 10;
  return difference < 0 ? String(difference) : ` ${difference}`;
}

/** `d` of an SVG path through the points; steps are relative, which makes the file a third smaller. */
export function pathThrough(points: readonly Point[], x: Scale, y: Scale): string {
  const pixels = points.map(([px, py]) => [place(x, px), place(y, py)] as const);
  return pixels
    .map((pixel, i) => {
      const before = pixels[i - 1];
      if (before === undefined) return `M${pixel[0]} ${pixel[1]}l`;
      return `${step(pixel[0], before[0])}${step(pixel[1], before[1])}`;
    })
    .join('');
}
