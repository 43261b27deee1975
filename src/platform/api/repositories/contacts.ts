import { type Kysely, sql } from 'kysely';
import type { TimePosition } from './notifications.ts';
import type { Tables } from './tables.ts';

export type ContactRepository = ReturnType<typeof createContactRepository>;

/** What others see of an account. */
const person = [
  'users.id',
  'users.email',
  'users.avatar',
  sql<string>`concat_ws(' ', users.first_name, users.last_name)`.as('name'),
] as const;

/** Whatever is typed is the beginning of something, never a pattern. */
const beginningOf = (text: string) => `${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

export function createContactRepository(directory: Kysely<Tables>) {
  const contactsOf = (userId: string) =>
    directory
      .selectFrom('user_contacts as contact')
      .innerJoin('users', 'users.id', 'contact.contact_id')
      .select([
        ...person,
        'contact.created_at',
        sql<string>`(extract(epoch FROM contact.created_at) * 1000000)::bigint`.as('at_us'),
      ])
      .where('contact.user_id', '=', userId);

  return {
    /** @returns whether it is new. */
    insert: async (userId: string, contactId: string): Promise<boolean> => {
      const { numInsertedOrUpdatedRows } = await directory
        .insertInto('user_contacts')
        .values({ user_id: userId, contact_id: contactId })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    find: (userId: string, contactId: string) =>
      contactsOf(userId).where('contact.contact_id', '=', contactId).executeTakeFirst(),

    /** Newest first, after a position. */
    list: (userId: string, limit: number, after: TimePosition | undefined) =>
      contactsOf(userId)
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(contact.created_at, contact.contact_id) <
              (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy('contact.created_at', 'desc')
        .orderBy('contact.contact_id', 'desc')
        .limit(limit)
        .execute(),

    delete: async (userId: string, contactId: string): Promise<boolean> => {
      const { numDeletedRows } = await directory
        .deleteFrom('user_contacts')
        .where('user_id', '=', userId)
        .where('contact_id', '=', contactId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    /** The account behind an id or an address, if it is in use. */
    findPerson: (by: { userId: string } | { email: string }) =>
      directory
        .selectFrom('users')
        .select('id')
        .where('status', '=', 'active')
        .$call((query) =>
          'userId' in by ? query.where('id', '=', by.userId) : query.where('email', '=', by.email),
        )
        .executeTakeFirst(),

    /** Accounts whose name, last name or address begins with the text, each by an index; without the one who searches. */
    search: (userId: string, text: string, limit: number) =>
      directory
        .selectFrom('users')
        .select(person)
        .where('status', '=', 'active')
        .where('id', '<>', userId)
        .where(
          sql<boolean>`(lower(first_name || ' ' || last_name) LIKE ${beginningOf(text)}
            OR lower(last_name) LIKE ${beginningOf(text)} OR email LIKE ${beginningOf(text)})`,
        )
        .orderBy('last_name')
        .orderBy('first_name')
        .orderBy('id')
        .limit(limit)
        .execute(),
  };
}
