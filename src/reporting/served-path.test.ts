import { expect, test } from 'vitest';
import { servedPath } from './served-path.ts';

const id = '01KAXN0000000000000000000A';

test.each(['/', '/index.html', `/runs/${id}/report.html`, `/runs/${id}/run.json`, '/readiness/index.html'])(
  '%s is served',
  (path) => {
    expect(servedPath(path)).not.toBeNull();
  },
);

test.each([
  '/runs/../../etc/passwd',
  `/runs/${id}/../../../etc/passwd`,
  `/runs/${id}/..%2f..%2fetc%2fpasswd`,
  `/runs/${id}/events.ndjson`,
  `/runs/${id}/generator/secrets.json`,
  `/runs/${id}/report.html/`,
  `//runs/${id}/report.html`,
  `/runs/${id.toLowerCase()}/report.html`,
  '/readiness/..%2findex.html',
  '/readiness/../runs.html',
  '/.gomeet/secrets.json',
  'http://example.test/',
  '',
])('%s is not', (path) => {
  expect(servedPath(path)).toBeNull();
});
