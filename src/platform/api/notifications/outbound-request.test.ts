import { expect, test } from 'vitest';
import { postOutside, whyForbidden } from './outbound-request.ts';

test.each([
  'https://[::ffff:127.0.0.1]/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0/',
  'https://[::]/',
  'https://169.254.169.254/latest/meta-data',
  'https://ada:secret@example.org/',
  'http://example.org/',
  'file:///etc/passwd',
])('[v5.0.0-1.3.6] %s is no place to post to', (url) => {
  expect(whyForbidden(url, false)).toBeTypeOf('string');
});

test('the scheme of an address is read as URLs are, however it is written', async () => {
  expect(whyForbidden('HTTPS://example.org/', false)).toBeUndefined();
  const sent = postOutside({ url: 'HTTPS://127.0.0.1:1/', headers: {}, body: '', allowPrivate: true });
  await expect(sent).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
