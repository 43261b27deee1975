const MONTHS_PER_YEAR = 12;

/** Rate a month that grows to the rate a year: 1.1^(1/12) − 1 = 0.797 % for 10 %. */
export const monthlyRate = (yearly: number): number => (1 + yearly) ** (1 / MONTHS_PER_YEAR) - 1;

/** Net present value at a rate a month: Σ net_t / (1 + r)^t; the first flow is of today. `monthly` must be above −1. */
export function netPresentValue(flows: readonly number[], monthly: number): number {
  // Horner from the last month back: one division a month and no powers.
  return flows.reduceRight((later, flow) => flow + later / (1 + monthly), 0);
}

/** `none`: no rate makes the flows worth nothing. `several`: more than one may, so that no single one tells anything. */
export type InternalRate =
  | { readonly kind: 'rate'; readonly monthly: number; readonly yearly: number }
  | { readonly kind: 'none' | 'several'; readonly reason: string };

/**
 * Internal rate of return by bisection on the net present value. With exactly one change of sign there is exactly one rate
 * above −100 % (Descartes), since the value is a polynomial in 1 / (1 + r).
 */
export function internalRateOfReturn(flows: readonly number[]): InternalRate {
  const changes = signChanges(flows);
  if (changes === 0)
    return { kind: 'none', reason: 'the money never changes direction, so no rate makes up for it' };
  if (changes > 1)
    return {
      kind: 'several',
      reason: `the money changes direction ${changes} times, so up to ${changes} rates solve it`,
    };
  // In terms of the discount factor v = 1 / (1 + r) the value goes from flow 0 at v = 0 to the last sign as v grows.
  const valueAt = (factor: number): number => flows.reduceRight((later, flow) => flow + later * factor, 0);
  const startSign = Math.sign(flows.find((flow) => flow !== 0) ?? 0);
  let [low, high] = [0, 1];
  while (Math.sign(valueAt(high)) === startSign) high *= 2;
  // 200 halvings are more than a double can tell apart; it ends when the middle is one of the ends.
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (Math.sign(valueAt(middle)) === startSign) low = middle;
    else high = middle;
  }
  return { kind: 'rate', monthly: 1 / high - 1, yearly: high ** -MONTHS_PER_YEAR - 1 };
}

function signChanges(flows: readonly number[]): number {
  const signs = flows.map(Math.sign).filter((sign) => sign !== 0);
  return signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length;
}
