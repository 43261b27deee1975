import { expect, test } from 'vitest';
import { parseClientMessage } from './client-messages.ts';

const roomId = '6f1f0b0e-8c5a-4f43-9a5e-0c2a4d9a7b11';

test.each([
  [{ type: 'authenticate', ticket: 't' }],
  [{ type: 'join_room', roomId, ref: '1' }],
  [{ type: 'leave_room' }],
  [{ type: 'chat', text: 'Hello', ref: '2' }],
  [{ type: 'offer' }],
])('%j is a message', (message) => {
  expect(parseClientMessage(JSON.stringify(message))).toEqual({ message });
});

test('fields that are not of the protocol are dropped: an offer brings its whole description', () => {
  expect(parseClientMessage('{"type":"offer","sdp":"v=0"}')).toEqual({ message: { type: 'offer' } });
});

test.each([
  ['', 'one JSON object'],
  ['[]', 'message'],
  ['null', 'message'],
  ['{"type":"dance"}', 'type'],
  ['{"type":"join_room","roomId":"x"}', 'roomId'],
  ['{"type":"authenticate"}', 'ticket'],
  ['{"type":"chat","text":" "}', 'text'],
  [JSON.stringify({ type: 'chat', text: 'x'.repeat(4001) }), 'text'],
  [JSON.stringify({ type: 'leave_room', ref: 'x'.repeat(65) }), 'ref'],
])('%s is refused with what is wrong', (text, fault) => {
  expect(parseClientMessage(text)).toEqual({ fault: expect.stringContaining(fault) });
});
