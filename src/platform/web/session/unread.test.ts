import { expect, test } from 'vitest';
import { createUnread } from './unread.ts';

test('counts what waits, and keeps the last count when the server does not answer', async () => {
  const answers = [{ count: 3 }];
  const unread = createUnread({
    get: async <T>() => {
      const answer = answers.shift();
      if (answer === undefined) throw new Error('away');
      return answer as T;
    },
  });
  await unread.refresh();
  await unread.refresh();
  expect(unread.count.value).toBe(3);
});
