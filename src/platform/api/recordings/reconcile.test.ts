import { expect, test } from 'vitest';
import { type Known, reconcile } from './reconcile.ts';
import type { EngineState } from './recording-engine.ts';

const now = new Date('2026-01-01T10:00:00Z');
const known: Known = {
  status: 'recording',
  started_at: new Date('2026-01-01T09:00:00Z'),
  ended_at: null,
  duration_ms: null,
  content_type: null,
  location: null,
};
const state: EngineState = {
  status: 'recording',
  endedAt: null,
  durationMs: null,
  sizeBytes: null,
  contentType: null,
  location: null,
  error: null,
};

test('nothing changes while both agree', () => {
  expect(reconcile(known, state, now)).toBeUndefined();
});

test('an end of which the engine does not know the time is now', () => {
  expect(reconcile(known, { ...state, status: 'processing' }, now)).toMatchObject({
    status: 'processing',
    ended_at: now,
  });
});

test('what is ready has its size, its length and its type', () => {
  const ready = {
    ...state,
    status: 'ready',
    endedAt: now,
    durationMs: 5000,
    sizeBytes: 7,
    contentType: 'video/mp4',
  } as const;
  expect(reconcile({ ...known, status: 'processing', ended_at: now }, ready, now)).toEqual({
    status: 'ready',
    ended_at: now,
    duration_ms: 5000,
    size_bytes: 7,
    content_type: 'video/mp4',
    location: null,
    error: null,
  });
});

test('a late report does not take a recording back, and the last word is the last', () => {
  expect(reconcile({ ...known, status: 'processing' }, state, now)).toBeUndefined();
  expect(reconcile({ ...known, status: 'failed' }, { ...state, status: 'ready' }, now)).toBeUndefined();
});

test('a recording that its engine does not know has failed', () => {
  expect(reconcile(known, undefined, now)).toMatchObject({ status: 'failed', ended_at: now });
});
