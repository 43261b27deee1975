import type { ApiClient } from '../../api/client.ts';
import type { UserSettings } from '../../api/types.ts';
import type { ResolutionChoice } from './resolution.ts';

/** How this person enters meetings: with which devices, and what is done to their sound. */
export interface Preferences {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  /** Device ids of this browser; empty for its default. */
  readonly microphoneId: string;
  readonly cameraId: string;
  readonly speakerId: string;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  readonly resolution: ResolutionChoice;
}

/** Ids of devices mean nothing in another browser, so they stay in this one. */
const devicesKey = 'gomeet.devices';
const noDevices = { microphoneId: '', cameraId: '', speakerId: '' };

/** The account's settings with this browser's devices. */
export async function loadPreferences(api: ApiClient, storage: Storage): Promise<Preferences> {
  const settings = await api.get<UserSettings>('/users/settings');
  return {
    microphoneOn: !settings.joinMuted,
    cameraOn: !settings.joinCameraOff,
    echoCancellation: settings.echoCancellation,
    noiseSuppression: settings.noiseSuppression,
    autoGainControl: settings.autoGainControl,
    resolution: settings.resolution,
    ...noDevices,
    ...JSON.parse(storage.getItem(devicesKey) ?? '{}'),
  };
}

export function storeDevices(storage: Storage, preferences: Preferences): void {
  const { microphoneId, cameraId, speakerId } = preferences;
  storage.setItem(devicesKey, JSON.stringify({ microphoneId, cameraId, speakerId }));
}

/** What `getUserMedia` is asked for to have this microphone with these filters. */
export const soundConstraints = (preferences: Preferences) => ({
  ...(preferences.microphoneId !== '' && { deviceId: { exact: preferences.microphoneId } }),
  echoCancellation: preferences.echoCancellation,
  noiseSuppression: preferences.noiseSuppression,
  autoGainControl: preferences.autoGainControl,
});
