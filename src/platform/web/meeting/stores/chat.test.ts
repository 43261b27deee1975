import { expect, test } from 'vitest';
import type { ChatLine, ClientMessage } from '../signaling/protocol.ts';
import { Chat } from './chat.ts';

const line = (sequence: number, userId = 'ben'): ChatLine => ({
  sequence,
  id: `id-${sequence}`,
  from: { userId, name: userId },
  text: `line ${sequence}`,
  sentAt: '2026-11-20T12:00:00.000Z',
});

/** A chat whose server has `stored` lines; `sent` is what went over the socket. */
function chatWith(stored: number) {
  const sent: ClientMessage[] = [];
  let ids = 0;
  const chat = new Chat({
    ownId: 'ann',
    send: (message) => sent.push(message) > 0,
    randomId: () => {
      ids += 1;
      return `client-${ids}`;
    },
    fetchLines: async ({ before, after, limit }) => {
      const all = Array.from({ length: stored }, (_, n) => line(n + 1));
      if (after !== undefined) return all.slice(after, after + limit);
      return all.slice(0, (before ?? stored + 1) - 1).slice(-limit);
    },
  });
  return { chat, sent, numbers: () => chat.log.value.lines.map(({ sequence }) => sequence) };
}

test('joining brings the newest page of history, and more on demand', async () => {
  const { chat, numbers } = chatWith(70);
  await chat.joined(70);
  expect([numbers()[0], numbers().at(-1), chat.hasOlder.value]).toEqual([21, 70, true]);
  await chat.loadOlder();
  expect([numbers()[0], numbers().length, chat.hasOlder.value]).toEqual([1, 70, false]);
});

test('a line that comes while history is loading stays after it', async () => {
  const { chat, numbers } = chatWith(3);
  const joining = chat.joined(3);
  chat.take(line(4));
  await joining;
  expect(numbers()).toEqual([1, 2, 3, 4]);
});

test('a gap is asked for once, and what has gone from the server’s memory comes from the database', async () => {
  const { chat, sent, numbers } = chatWith(6);
  await chat.joined(0);
  chat.take(line(1));
  chat.take(line(5));
  chat.take(line(6));
  expect(sent).toEqual([{ type: 'resync', after: 1 }]);
  await chat.resynced(false);
  expect(numbers()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('after a loss it names the last line that it has, and says again what was not accepted', async () => {
  const { chat, sent } = chatWith(2);
  await chat.joined(2);
  chat.say('first');
  chat.say('second');
  chat.accepted('client-1');
  sent.length = 0;
  await chat.joined(9);
  expect(chat.lastSequence).toBe(2);
  expect(sent).toEqual([{ type: 'chat', clientId: 'client-2', text: 'second' }]);
  chat.accepted('client-2');
  expect(chat.pending.value).toEqual([]);
});

test('lines of others are unread until somebody looks', async () => {
  const { chat } = chatWith(0);
  await chat.joined(0);
  chat.take(line(1));
  chat.take(line(2, 'ann'));
  expect(chat.unread.value).toBe(1);
  chat.watch(true);
  chat.take(line(3));
  expect(chat.unread.value).toBe(0);
});
