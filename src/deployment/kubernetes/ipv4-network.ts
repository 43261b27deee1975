/**
 * Whether an IPv4 address lies in a network.
 *
 * @param cidr such as `10.0.0.0/16`
 * @throws RangeError for what is no IPv4 address or network
 */
export function ipv4Contains(cidr: string, address: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const bits = Number(length);
  if (!/^\d+$/.test(length) || bits > 32)
    throw new RangeError(`"${cidr}" is no IPv4 network such as 10.0.0.0/16`);
  // Division instead of a shift: JavaScript shifts by 32 not at all.
  const size = 2 ** (32 - bits);
  return Math.floor(numberOf(network) / size) === Math.floor(numberOf(address) / size);
}

function numberOf(address: string): number {
  const bytes = address.split('.').map(Number);
  const isAddress =
    bytes.length === 4 && bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);
  if (!isAddress) throw new RangeError(`"${address}" is no IPv4 address`);
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}
