import { expect, test } from 'vitest';
import { sniffImageType } from './image-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['image/png', '\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR'],
  ['image/jpeg', '\xff\xd8\xff\xe0\x00\x10JFIF'],
  ['image/webp', 'RIFF\x24\x00\x00\x00WEBPVP8L'],
])('%s is known by its first bytes', (type, content) => {
  expect(sniffImageType(bytes(content))).toBe(type);
});

test.each(['', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '\x89PNG', 'RIFF\x24\x00\x00\x00WAVE'])(
  '%j is no picture that is accepted',
  (content) => expect(sniffImageType(bytes(content))).toBeUndefined(),
);
