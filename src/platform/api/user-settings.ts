import { z } from 'zod';

/** What a person sets for themselves. Each has a default, so nothing is stored until it is changed. */
export const userSettingsSchema = z
  .strictObject({
    theme: z.enum(['system', 'light', 'dark']).default('system'),
    resolution: z
      .enum(['auto', '180p', '360p', '720p', '1080p'])
      .default('auto')
      .describe('The picture that the camera sends; auto leaves it to the meeting'),
    echoCancellation: z.boolean().default(true),
    noiseSuppression: z.boolean().default(true),
    autoGainControl: z.boolean().default(true),
    joinMuted: z.boolean().default(false),
    joinCameraOff: z.boolean().default(false),
    emailNotifications: z.boolean().default(true),
    pushNotifications: z.boolean().default(true),
  })
  .meta({ id: 'UserSettings' });

export type UserSettings = z.output<typeof userSettingsSchema>;

/** Any of them, as a change names them. Made by hand: `partial` would keep the defaults and reset what is not named. */
export const userSettingsChangeSchema = z
  .strictObject({
    theme: userSettingsSchema.shape.theme.unwrap(),
    resolution: userSettingsSchema.shape.resolution.unwrap(),
    echoCancellation: z.boolean(),
    noiseSuppression: z.boolean(),
    autoGainControl: z.boolean(),
    joinMuted: z.boolean(),
    joinCameraOff: z.boolean(),
    emailNotifications: z.boolean(),
    pushNotifications: z.boolean(),
  })
  .partial();

/** Stored rows over the defaults. What is stored but no setting any more, or not a value of it, counts as not set. */
export function settingsFrom(rows: readonly { setting_key: string; setting_value: unknown }[]): UserSettings {
  const { shape } = userSettingsSchema;
  const stored = rows.filter(
    ({ setting_key: key, setting_value: value }) =>
      Object.hasOwn(shape, key) && shape[key as keyof UserSettings].safeParse(value).success,
  );
  return userSettingsSchema.parse(
    Object.fromEntries(stored.map(({ setting_key: key, setting_value: value }) => [key, value])),
  );
}
