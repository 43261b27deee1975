/** Crockford's base 32: no I, L, O, U, so that nobody misreads an id. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/**
 * A ULID: 48 bits of time, 80 bits of chance, so that ids sort by the moment of their making.
 * @param now milliseconds since 1970
 * @param random gives numbers in [0, 1)
 */
export function ulid(now: number, random: () => number): string {
  const time = Array.from({ length: TIME_CHARACTERS }, (_, i) => {
    const place = 32 ** (TIME_CHARACTERS - 1 - i);
    return ALPHABET.charAt(Math.floor(now / place) % 32);
  });
  const chance = Array.from({ length: RANDOM_CHARACTERS }, () => ALPHABET.charAt(Math.floor(random() * 32)));
  return [...time, ...chance].join('');
}

/** The moment of a ULID's making, in milliseconds since 1970. */
export function ulidTime(id: string): number {
  return [...id.slice(0, TIME_CHARACTERS)].reduce((total, digit) => total * 32 + ALPHABET.indexOf(digit), 0);
}
