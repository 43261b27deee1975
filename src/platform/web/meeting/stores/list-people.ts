import { isModerator } from '../meeting-state.ts';
import type { RosterPerson } from './roster.ts';

/**
 * The order of the list of people: oneself, raised hands, those who lead, then everybody by name.
 * @param search a part of a name, in any case; empty for all
 */
export function listPeople(people: readonly RosterPerson[], ownId: string, search: string): string[] {
  const wanted = search.trim().toLocaleLowerCase();
  const rank = (person: RosterPerson): number => {
    if (person.userId === ownId) return 0;
    if (person.hand.peek()) return 1;
    return isModerator(person.role.peek()) ? 2 : 3;
  };
  return people
    .filter(({ name }) => wanted === '' || name.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b) || collator.compare(a.name, b.name))
    .map(({ userId }) => userId);
}

/** Makes `User 2` come before `User 10`; one for all comparisons, as making one is slow. */
const collator = new Intl.Collator(undefined, { numeric: true });
