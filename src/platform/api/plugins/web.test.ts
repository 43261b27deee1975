import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './web.ts';

const ownPage = '<script type="module" src="/assets/index-1.js"></script>';

test('the page may reach its own server and the media server, and nothing else', () => {
  const policy = contentSecurityPolicy('ws://127.0.0.1:7880', ownPage);
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:7880 http://127.0.0.1:7880;");
  expect(policy).toContain("script-src 'self';");
  for (const closed of ['object-src', 'base-uri', 'frame-ancestors'])
    expect(policy).toContain(`${closed} 'none'`);
  expect(policy).not.toContain('unsafe');
});

test('a media server with TLS is reached with TLS only', () => {
  expect(contentSecurityPolicy('wss://media.example.org/rtc', ownPage)).toContain(
    "connect-src 'self' wss://media.example.org https://media.example.org;",
  );
});

test('assets that were built for a CDN may come from there', () => {
  const page =
    '<script type="module" crossorigin src="https://cdn.example.org/meet/assets/index-1.js"></script>';
  const policy = contentSecurityPolicy('wss://media.example.org', page);
  expect(policy).toContain("script-src 'self' https://cdn.example.org;");
  expect(policy).toContain("style-src 'self' https://cdn.example.org;");
});
