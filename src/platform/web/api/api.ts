import { createClient } from './client.ts';

/** The one client of the page. Everything that must be testable takes an ApiClient as an argument instead. */
export const api = createClient({
  fetch: (input, init) => globalThis.fetch(input, init),
  randomId: () => crypto.randomUUID(),
});
