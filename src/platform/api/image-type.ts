/** The kinds of picture that are accepted; none of them can hold a script. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;

export type ImageType = (typeof imageTypes)[number];

const startsWith = (content: Buffer, offset: number, bytes: string) =>
  content.subarray(offset, offset + bytes.length).equals(Buffer.from(bytes, 'latin1'));

/** What a file is by its first bytes, whatever its sender calls it; undefined when it is none of {@link imageTypes}. */
export function sniffImageType(content: Buffer): ImageType | undefined {
  if (startsWith(content, 0, '\x89PNG\r\n\x1a\n') && startsWith(content, 12, 'IHDR')) return 'image/png';
  if (startsWith(content, 0, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(content, 0, 'RIFF') && startsWith(content, 8, 'WEBPVP8')) return 'image/webp';
  return undefined;
}
