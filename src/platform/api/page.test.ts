import { expect, test } from 'vitest';
import { pageQuery, toPage } from './page.ts';

const rows = [1, 2, 3].map((second) => ({
  id: `00000000-0000-4000-8000-00000000000${second}`,
  at_us: `${second}000000`,
}));
const idOf = ({ id }: { id: string }) => id;

test('a page says where the next one begins, the last one that there is none', () => {
  const first = toPage(rows, 2, idOf);
  expect(first.items).toEqual(rows.slice(0, 2).map(idOf));
  const { cursor } = pageQuery.parse({ cursor: first.nextCursor });
  expect(cursor).toEqual({ atUs: 2_000_000, id: rows[1]?.id });
  expect(toPage(rows, 3, idOf).nextCursor).toBeNull();
  expect(toPage([], 3, idOf)).toEqual({ items: [], nextCursor: null });
});

test.each([{ limit: 0 }, { limit: 501 }, { cursor: 'abc' }, { page: 2 }])('%j asks for no page', (query) => {
  expect(pageQuery.safeParse(query).success).toBe(false);
});
