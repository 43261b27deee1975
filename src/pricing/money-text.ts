const STEPS = [
  { divisor: 1e9, suffix: ' B' },
  { divisor: 1e6, suffix: ' M' },
  { divisor: 1e3, suffix: ' k' },
] as const;

/** Dollars where room is scarce: `$217 k`, `-$1.5 M`, three digits at most. */
export function shortDollars(amount: number): string {
  const size = Math.abs(amount);
  // 999.6 would round to "1000": from there on the larger suffix reads better.
  const step = STEPS.find(({ divisor }) => size >= divisor * 0.9995);
  const scaled = size / (step?.divisor ?? 1);
  const digits =
    scaled >= 99.95 || (step === undefined && Number.isInteger(scaled)) ? 0 : scaled >= 9.995 ? 1 : 2;
  const text = Number(scaled.toFixed(digits)).toLocaleString('en-US');
  return `${amount < 0 && text !== '0' ? '-' : ''}$${text}${step?.suffix ?? ''}`;
}

/** The same in either currency. */
export const shortMoney = (amount: number, currency: 'USD' | 'EUR'): string =>
  currency === 'USD' ? shortDollars(amount) : shortDollars(amount).replace('$', '€');

/** A decimal string with commas between the thousands: `$217,200.00`. Its digits stay as they are. */
export function dollars(decimal: string): string {
  const [whole = '', cents] = decimal.replace(/^-/, '').split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${decimal.startsWith('-') ? '-' : ''}$${grouped}${cents === undefined ? '' : `.${cents}`}`;
}
