import { readJson } from './json-file.ts';
import type { Layout } from './layout.ts';

/** `lean`: one of each, for trying out and for load tests; `ha`: several of each, for breaking. */
export type LocalProfile = 'lean' | 'ha';

/** The profile that was deployed last; `lean` before any was. */
export function deployedProfile(layout: Layout): LocalProfile {
  return readJson<{ profile: LocalProfile }>(layout.profile)?.profile ?? 'lean';
}
