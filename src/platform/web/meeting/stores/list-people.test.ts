import { expect, test } from 'vitest';
import { listPeople } from './list-people.ts';
import { Roster } from './roster.ts';

const roster = new Roster();
roster.apply({
  joined: [
    { userId: 'z', name: 'Zoe 10', role: 'participant' },
    { userId: 'y', name: 'Zoe 2', role: 'participant' },
    { userId: 'm', name: 'Mia', role: 'moderator' },
    { userId: 'h', name: 'Hal', role: 'participant' },
    { userId: 'me', name: 'Zed', role: 'participant' },
  ],
  left: [],
  changed: [{ userId: 'h', hand: true }],
});
const people = [...roster.people()];

test('oneself, hands, who leads, then by name with numbers as numbers', () => {
  expect(listPeople(people, 'me', '')).toEqual(['me', 'h', 'm', 'y', 'z']);
});

test('a search finds parts of names in any case', () => {
  expect(listPeople(people, 'me', ' zOE ')).toEqual(['y', 'z']);
  expect(listPeople(people, 'me', 'nobody')).toEqual([]);
});
