/**
 * A moment as a row of black and white blocks, made to survive a video codec: 48 bits of time, 16 bits of checksum,
 * as 16 × 4 blocks. At 640 × 360 a block is 40 × 40 pixels, 6 macroblocks of VP8, so that neither coarse quantization
 * nor scaling to a quarter of the size turns black into white.
 */
export const columns = 16;
export const rows = 4;

const timeBits = 48;
const checksumBits = 16;
const allBits = timeBits + checksumBits;

/** Steps of the time: a tenth of a millisecond. 2^48 of them reach to the year 2861. */
const stepsPerMs = 10;

/** The blocks of a moment in Unix milliseconds, row by row; true is white. */
export function encodeTime(unixMs: number): boolean[] {
  const steps = Math.round(unixMs * stepsPerMs);
  const bits = [...bitsOf(steps, timeBits)];
  return [...bits, ...bitsOf(checksum(bits), checksumBits)];
}

/** The moment that the blocks say, in Unix milliseconds; undefined where the checksum does not fit: a torn or blurred picture. */
export function decodeTime(blocks: readonly boolean[]): number | undefined {
  if (blocks.length !== allBits) return undefined;
  const bits = blocks.slice(0, timeBits);
  if (numberOf(blocks.slice(timeBits)) !== checksum(bits)) return undefined;
  return numberOf(bits) / stepsPerMs;
}

function bitsOf(value: number, count: number): boolean[] {
  // Division, because shifts work on 32 bits only.
  return Array.from({ length: count }, (_, i) => Math.floor(value / 2 ** (count - 1 - i)) % 2 === 1);
}

const numberOf = (bits: readonly boolean[]): number =>
  bits.reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0);

/** CRC-16/CCITT-FALSE: it starts with all ones, so that a picture all black is no time code. */
function checksum(bits: readonly boolean[]): number {
  let crc = 0xffff;
  for (const bit of bits) {
    const carry = ((crc >> 15) & 1) !== (bit ? 1 : 0);
    crc = (crc << 1) & 0xffff;
    if (carry) crc ^= 0x1021;
  }
  return crc;
}
