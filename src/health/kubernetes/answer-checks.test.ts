import { expect, test } from 'vitest';
import { answerChecks } from './answer-checks.ts';

const ready = { dependencies: { postgres: { state: 'ok', ms: 1 }, redis: { state: 'ok', ms: 2 } } };
const nothing = { mediaAnswers: [], apiAnswers: [], targets: { watched: 9, silent: [] } };

test('what answers well is well', () =>
  expect(
    answerChecks({
      mediaAnswers: [{ pod: 'livekit-1', status: 200, body: 'OK' }],
      apiAnswers: [{ pod: 'api-auth-1', status: 200, body: ready }],
      targets: { watched: 9, silent: [] },
    }).map(({ title, status, found }) => [title, status, found]),
  ).toEqual([
    ['livekit-1', 'ok', 'answers'],
    ['readiness of api-auth-1', 'ok', 'HTTP 200: postgres ok in 1.0 ms, redis ok in 2.0 ms'],
    ['Prometheus’ targets', 'ok', 'all 9 answer'],
  ]));

test.each([
  [406, 'Not Ready', 'it has lost Redis'],
  [503, 'error trying to reach service', 'HTTP 503: error trying to reach service'],
  [504, '', 'HTTP 504'],
])('a media server that says %i has failed', (status, body, found) =>
  expect(answerChecks({ ...nothing, mediaAnswers: [{ pod: 'livekit-1', status, body }] })[0]).toMatchObject({
    status: 'failed',
    found,
  }),
);

test('an API pod that cannot work says what it lacks', () =>
  expect(
    answerChecks({
      ...nothing,
      apiAnswers: [{ pod: 'a', status: 503, body: { dependencies: { redis: { state: 'failed' } } } }],
    })[0],
  ).toMatchObject({
    status: 'failed',
    found: 'HTTP 503: redis failed',
    hint: 'gomeet status --target kubernetes',
  }));

test('silent targets are a warning, and so is a silent Prometheus', () => {
  expect(answerChecks({ ...nothing, targets: { watched: 9, silent: ['redis-0', 'x'] } })[0]).toMatchObject({
    status: 'warning',
    found: 'silent: redis-0, x',
  });
  expect(answerChecks({ ...nothing, targets: null })[0]).toMatchObject({
    status: 'warning',
    found: 'Prometheus does not answer',
  });
  expect(answerChecks({ ...nothing, targets: { watched: 0, silent: [] } })[0]).toMatchObject({
    status: 'warning',
    found: 'Prometheus watches nothing',
  });
});
