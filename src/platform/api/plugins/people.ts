import fp from 'fastify-plugin';
import { type AvatarRepository, createAvatarRepository } from '../repositories/avatars.ts';
import { type ContactRepository, createContactRepository } from '../repositories/contacts.ts';
import { createProfileRepository, type ProfileRepository } from '../repositories/profiles.ts';

declare module 'fastify' {
  interface FastifyInstance {
    avatars: AvatarRepository;
    contacts: ContactRepository;
    profiles: ProfileRepository;
  }
}

/** What accounts show of themselves to one another. */
export default fp(async (app) => {
  const { directory } = app.databases;
  app.decorate('avatars', createAvatarRepository(directory));
  app.decorate('contacts', createContactRepository(directory));
  app.decorate('profiles', createProfileRepository(directory));
});
