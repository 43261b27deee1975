import { expect, test } from 'vitest';
import { ipv4Contains } from './ipv4-network.ts';

test.each([
  ['10.0.0.0/16', '10.0.255.255', true],
  ['10.0.0.0/16', '10.1.0.0', false],
  ['203.0.113.7/32', '203.0.113.7', true],
  ['0.0.0.0/0', '255.255.255.255', true],
  ['192.168.0.0/16', '192.167.255.255', false],
])('%s contains %s: %s', (cidr, address, expected) => {
  expect(ipv4Contains(cidr, address)).toBe(expected);
});

test.each([
  ['10.0.0.0', '10.0.0.1'],
  ['10.0.0.0/33', '10.0.0.1'],
  ['10.0.0/8', '10.0.0.1'],
  ['10.0.0.0/8', 'fd00::1'],
])('%s with %s is refused', (cidr, address) => {
  expect(() => ipv4Contains(cidr, address)).toThrow(RangeError);
});
