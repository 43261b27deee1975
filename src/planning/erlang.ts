const known = new Map<string, number>();

/**
 * Slots that `offered` meetings at once (a mean) need so that at most the share `blocking` finds none: the least n with
 * B(n, offered) ≤ blocking, by Erlang's recurrence 1/B(n) = 1 + n / offered × 1/B(n-1), which starts at B(0) = 1.
 */
export function erlangSlots(offered: number, blocking: number): number {
  const key = `${offered} ${blocking}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  let slots = 0;
  for (let inverse = 1; inverse * blocking < 1; inverse = 1 + (slots / offered) * inverse) slots += 1;
  // Monte Carlo asks for the same few again and again; a long-lived process must not keep every one ever asked.
  if (known.size > 1000) known.clear();
  known.set(key, slots);
  return slots;
}
