import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import type { Presence } from '../../presence.ts';
import { Problem } from '../../problems.ts';
import type { ContactRepository } from '../../repositories/contacts.ts';
import { noContent, problemResponses } from '../../schemas.ts';
import { emailSchema } from '../auth/credentials.ts';
import { personSchema, toPerson } from './person.ts';

const contactSchema = personSchema
  .extend({ presence: z.enum(['online', 'offline', 'in-meeting']), createdAt: z.iso.datetime() })
  .meta({ id: 'Contact' });

const newContactSchema = z.union([
  z.strictObject({ userId: z.uuid() }),
  z.strictObject({ email: emailSchema }),
]);

const contactParams = z.object({ contactId: z.uuid('the id of a contact is the UUID of its account') });

type ContactRow = NonNullable<Awaited<ReturnType<ContactRepository['find']>>>;

const toContact = (row: ContactRow, presence: ReadonlyMap<string, Presence>) => ({
  ...toPerson(row),
  presence: presence.get(row.id) ?? ('offline' as const),
  createdAt: row.created_at.toISOString(),
});

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/contacts',
    {
      schema: {
        operationId: 'listContacts',
        tags: ['users'],
        summary: "The caller's contacts, newest first, with what each of them does at the moment",
        querystring: pageQuery,
        response: { 200: pageOf(contactSchema), ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const rows = await app.contacts.list(accountOf(request).userId, limit + 1, cursor);
      const presence = await app.presence.of(rows.map((row) => row.id));
      return toPage(rows, limit, (row) => toContact(row, presence));
    },
  );

  app.post(
    '/contacts',
    {
      config: { idempotent: true },
      schema: {
        operationId: 'addContact',
        tags: ['users'],
        summary: 'Make an account, named by its id or its e-mail address, a contact',
        body: newContactSchema,
        response: {
          201: contactSchema,
          ...problemResponses('unauthenticated', 'not-found', 'contact-exists', 'conflict', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { userId } = accountOf(request);
      const person = await app.contacts.findPerson(request.body);
      if (!person) throw new Problem('not-found', 'There is no such account.');
      if (person.id === userId) throw new Problem('conflict', 'Nobody is a contact of their own.');
      if (!(await app.contacts.insert(userId, person.id))) throw new Problem('contact-exists');
      const row = await app.contacts.find(userId, person.id);
      if (!row) throw new Problem('not-found', 'The account was deleted at this moment.');
      const location = `/api/v1/users/contacts/${person.id}`;
      return reply
        .code(201)
        .header('location', location)
        .send(toContact(row, await app.presence.of([row.id])));
    },
  );

  app.get(
    '/contacts/:contactId',
    {
      schema: {
        operationId: 'getContact',
        tags: ['users'],
        summary: 'One contact',
        params: contactParams,
        response: {
          200: contactSchema,
          ...problemResponses('unauthenticated', 'not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const row = await app.contacts.find(accountOf(request).userId, request.params.contactId);
      if (!row) throw new Problem('not-found', 'This account is not among the contacts.');
      return toContact(row, await app.presence.of([row.id]));
    },
  );

  app.delete(
    '/contacts/:contactId',
    {
      schema: {
        operationId: 'removeContact',
        tags: ['users'],
        summary: 'Take an account out of the contacts',
        params: contactParams,
        response: { 204: noContent, ...problemResponses('unauthenticated', 'not-found', 'unavailable') },
      },
    },
    async (request, reply) => {
      if (!(await app.contacts.delete(accountOf(request).userId, request.params.contactId)))
        throw new Problem('not-found', 'This account is not among the contacts.');
      return reply.code(204).send();
    },
  );
};

export default routes;
