import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { changeSettings } from '../../rooms/change-settings.ts';
import { roomSettingsSchema, settingChangesSchema } from '../../rooms/room-settings.ts';
import { noContent, problemResponses, roomParams } from '../../schemas.ts';

const refusals = problemResponses(
  'unauthenticated',
  'forbidden',
  'room-not-found',
  'media-unavailable',
  'unavailable',
);

const getRoomSettings: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/settings',
    {
      schema: {
        operationId: 'getRoomSettings',
        tags: ['rooms'],
        summary: 'How the room is run; for those in it',
        params: roomParams,
        response: {
          200: roomSettingsSchema,
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      await app.authorize(roomId, accountOf(request), 'read-settings');
      return app.roomSettings.read(roomId);
    },
  );
};

const updateRoomSettings: FastifyPluginAsyncZod = async (app) => {
  app.put(
    '/:roomId/settings',
    {
      schema: {
        operationId: 'updateRoomSettings',
        tags: ['rooms'],
        summary: 'Change how the room is run; what is left out stays. For hosts and moderators',
        params: roomParams,
        body: settingChangesSchema,
        response: { 200: roomSettingsSchema, ...refusals },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'update-settings');
      const settings = await changeSettings(app, roomId, request.body, account.userId);
      const subject = { type: 'room', id: roomId } as const;
      await app.audit({ action: 'room.settings-changed', subject, request, details: request.body });
      return settings;
    },
  );
};

const lockRoom: FastifyPluginAsyncZod = async (app) => {
  app.put(
    '/:roomId/lock',
    {
      schema: {
        operationId: 'lockRoom',
        tags: ['moderation'],
        summary: 'Let nobody new in, or open the room again; for hosts and moderators',
        params: roomParams,
        body: z.strictObject({ locked: z.boolean() }),
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const { locked } = request.body;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'moderate');
      await changeSettings(app, roomId, { locked }, account.userId);
      const subject = { type: 'room', id: roomId } as const;
      await app.audit({ action: 'room.locked', subject, request, details: { locked } });
      return reply.code(204).send();
    },
  );
};

/** How a room is run, and its lock, which is one of the settings with a door of its own. */
export const settingsRoutes = [getRoomSettings, updateRoomSettings, lockRoom];
