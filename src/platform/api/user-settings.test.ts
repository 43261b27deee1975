import { expect, test } from 'vitest';
import { settingsFrom, userSettingsChangeSchema, userSettingsSchema } from './user-settings.ts';

test('without anything stored there are the defaults', () => {
  expect(settingsFrom([])).toEqual({
    theme: 'system',
    resolution: 'auto',
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    joinMuted: false,
    joinCameraOff: false,
    emailNotifications: true,
    pushNotifications: true,
  });
});

test('what is stored wins, unless it is no setting or no value of one any more', () => {
  const rows = [
    { setting_key: 'theme', setting_value: 'dark' },
    { setting_key: 'resolution', setting_value: '4320p' },
    { setting_key: 'constructor', setting_value: 1 },
    { setting_key: 'toString', setting_value: 1 },
  ];
  expect(settingsFrom(rows)).toEqual({ ...settingsFrom([]), theme: 'dark' });
});

test('a change names any of the settings and sets no other', () => {
  expect(userSettingsChangeSchema.parse({ joinMuted: true })).toEqual({ joinMuted: true });
  expect(Object.keys(userSettingsChangeSchema.shape)).toEqual(Object.keys(userSettingsSchema.shape));
  expect(userSettingsChangeSchema.safeParse({ unknown: true }).success).toBe(false);
});
