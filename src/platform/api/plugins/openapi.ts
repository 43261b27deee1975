import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { finishDocument } from '../openapi-document.ts';

/**
 * The OpenAPI document, made from the zod schemas that also check the requests, and Swagger UI over it. The version
 * decides the dialect: from 3.1 on, the transform emits JSON Schema 2020-12, where null is a type.
 */
export default fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'gomeet signaling API',
        version: '1.0.0',
        description:
          'Accounts, rooms, presence. Media flows between clients and LiveKit: joining a room yields the token for it. ' +
          'Errors are RFC 9457 problem documents; limits show in the RateLimit and RateLimit-Policy headers.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'auth', description: 'Accounts and access tokens' },
        { name: 'admin', description: 'For those who run the platform' },
        { name: 'users', description: 'Profile, contacts, settings and personal data' },
        { name: 'notifications', description: 'What an account is told, in the app, by mail and by push' },
        { name: 'webhooks', description: 'Events of rooms, sent to addresses outside' },
        { name: 'rooms', description: 'Rooms and who is in them' },
        { name: 'invitations', description: 'Who is asked to come' },
        { name: 'moderation', description: 'Waiting room, lock, silencing, removing, roles' },
        { name: 'breakouts', description: 'Breakout rooms of a room' },
        { name: 'recordings', description: 'Recordings of rooms, and their videos' },
        { name: 'messages', description: 'What is said in rooms' },
        { name: 'realtime', description: 'The WebSocket and its tickets' },
        { name: 'operations', description: 'Health, documentation, webhooks' },
      ],
      components: {
        securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ accessToken: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => finishDocument(jsonSchemaTransformObject(document)),
  });
  await app.register(async (documentation) => {
    documentation.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    await documentation.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: true,
      // Its default also asks validator.swagger.io about the document, and forces https, which the local stack lacks.
      transformStaticCSP: () =>
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      uiConfig: { validatorUrl: null },
    });
  });
});
