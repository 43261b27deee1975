import { expect, test } from 'vitest';
import type { NewLine, Spoken } from '../repositories/messages.ts';
import { ChatWriter, CrowdedConversation } from './chat-writer.ts';

/** A database that answers when it is told to. */
function slowDatabase() {
  const batches: { texts: string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  let sequence = 0;
  const write = (_roomId: string, lines: readonly NewLine[]) =>
    new Promise<Spoken[]>((resolve, reject) => {
      const spoken = lines.map(({ userId, text }): Spoken => {
        sequence += 1;
        const from = { userId, name: 'Ada' };
        const line = { sequence, id: `${sequence}`, from, text, kind: 'text', sentAt: '' } as const;
        return { outcome: 'said', line, replayed: false };
      });
      batches.push({ texts: lines.map(({ text }) => text), answer: () => resolve(spoken), fail: reject });
    });
  return { batches, write };
}

const line = (text: string): NewLine => ({ userId: 'ada', text });

test('what is said while one line is written goes together with the next', async () => {
  const { batches, write } = slowDatabase();
  const told: number[] = [];
  const writer = new ChatWriter({
    write,
    onSaid: (_, lines) => told.push(...lines.map(({ sequence }) => sequence)),
  });
  const first = writer.say('room', line('a'));
  const rest = ['b', 'c', 'd'].map((text) => writer.say('room', line(text)));
  void writer.say('other', line('x'));
  expect(batches.map(({ texts }) => texts)).toEqual([['a'], ['x']]);
  batches[0]?.answer();
  expect(await first).toMatchObject({ line: { text: 'a' } });
  expect(told).toEqual([1]);
  expect(batches[2]?.texts).toEqual(['b', 'c', 'd']);
  batches[1]?.answer();
  batches[2]?.answer();
  expect(await Promise.all(rest)).toMatchObject([
    { line: { text: 'b' } },
    { line: { text: 'c' } },
    { line: { text: 'd' } },
  ]);
  await writer.settled();
});

test('a statement takes 100 lines, or 64 KiB of text, at most', () => {
  const { batches, write } = slowDatabase();
  const writer = new ChatWriter({ write, onSaid: () => {} });
  void writer.say('many', line('first'));
  for (let said = 0; said < 150; said += 1) void writer.say('many', line(`${said}`));
  void writer.say('long', line('first'));
  for (let said = 0; said < 20; said += 1) void writer.say('long', line('x'.repeat(4000)));
  for (const { answer } of [...batches]) answer();
  return expect.poll(() => batches.map(({ texts }) => texts.length)).toEqual([1, 1, 100, 16]);
});

test('those whose lines could not be written are told, and the next are written', async () => {
  const { batches, write } = slowDatabase();
  const writer = new ChatWriter({ write, onSaid: () => {} });
  const lost = writer.say('room', line('a'));
  const kept = writer.say('room', line('b'));
  batches[0]?.fail(new Error('away'));
  await expect(lost).rejects.toThrow('away');
  batches[1]?.answer();
  expect(await kept).toMatchObject({ outcome: 'said' });
});

test('a room with a thousand lines waiting takes no more', async () => {
  const { write } = slowDatabase();
  const writer = new ChatWriter({ write, onSaid: () => {} });
  for (let said = 0; said < 1001; said += 1) void writer.say('room', line('x'));
  await expect(writer.say('room', line('y'))).rejects.toThrow(CrowdedConversation);
});
