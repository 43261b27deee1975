const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** When something is or was, seen from now: `in 20 min`, `today, 14:00`, `3 Mar, 09:30`. Times are RFC 3339. */
export function formatWhen(time: string, now: number = Date.now(), locale?: string): string {
  const date = new Date(time);
  const aheadMs = date.getTime() - now;
  const clock = date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  if (Math.abs(aheadMs) < minuteMs) return 'just now';
  if (Math.abs(aheadMs) < hourMs) {
    const minutes = Math.round(Math.abs(aheadMs) / minuteMs);
    return aheadMs > 0 ? `in ${minutes} min` : `${minutes} min ago`;
  }
  const days = dayNumber(date) - dayNumber(new Date(now));
  const nearby = new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(days);
  if (nearby !== undefined) return `${nearby}, ${clock}`;
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  const day = date.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
  });
  return `${day}, ${clock}`;
}

/** Days since 1970 on the calendar of this place. */
const dayNumber = (date: Date): number =>
  Math.round(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / dayMs);

/** `42 s`, `12 min`, `1 h 05 min`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** The value of an input of type `datetime-local` for a moment, in the time of this place. */
export function toLocalInput(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * minuteMs);
  return local.toISOString().slice(0, 16);
}
