import { expect, test } from 'vitest';
import { signedHeaders } from './spaces-bucket.ts';

test('a request is signed as another implementation signs it', () => {
  // Key, host and time of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, whose requests have a query, a range
  // or a body, which ours never have: this signature was made from them by aws4 of npm.
  const key = {
    region: 'us-east-1',
    accessKey: 'AKIAIOSFODNN7EXAMPLE',
    secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  const headers = signedHeaders(
    key,
    'GET',
    new URL('https://examplebucket.s3.amazonaws.com/'),
    new Date('2013-05-24T00:00:00Z'),
  );
  expect(headers['x-amz-date']).toBe('20130524T000000Z');
  expect(headers.authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
      'Signature=fc17940bd195def017f1e7139d4d9b4005f13a9170c574057f4e3a05d4021e45',
  );
});
