import { expect, test } from 'vitest';
import { presignS3 } from './presign-s3.ts';

test('signs as the example in the documentation of Amazon S3 does', () => {
  const signed = presignS3(
    {
      region: 'us-east-1',
      accessKey: 'AKIAIOSFODNN7EXAMPLE',
      secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
    {
      method: 'GET',
      url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
      now: Date.UTC(2013, 4, 24),
      expiresSeconds: 86_400,
    },
  );
  expect(signed.searchParams.get('X-Amz-Signature')).toBe(
    'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});
