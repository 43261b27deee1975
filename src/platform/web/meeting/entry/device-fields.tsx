import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { Preferences } from '../media/preferences.ts';
import { type ResolutionChoice, resolutionLabels } from '../media/resolution.ts';
import { useDevices } from './use-devices.ts';

interface DeviceFieldsProps {
  readonly preferences: Preferences;
  readonly onChange: (preferences: Preferences) => void;
  /** Changes when the browser may have begun to name its devices. */
  readonly permitted?: unknown;
}

const optionsOf = (devices: readonly MediaDeviceInfo[]) => [
  { value: '', label: 'Browser default' },
  ...devices
    .filter(({ deviceId }) => deviceId !== '' && deviceId !== 'default')
    .map(({ deviceId, label }) => ({ value: deviceId, label })),
];

const resolutions = (Object.keys(resolutionLabels) as ResolutionChoice[]).map((value) => ({
  value,
  label: resolutionLabels[value],
}));

/** Which devices to use. */
export function DeviceFields({ preferences, onChange, permitted }: DeviceFieldsProps) {
  const devices = useDevices(permitted);
  const field = (
    label: string,
    key: 'microphoneId' | 'cameraId' | 'speakerId',
    list: readonly MediaDeviceInfo[],
  ) => (
    <Select
      label={label}
      value={list.some(({ deviceId }) => deviceId === preferences[key]) ? preferences[key] : ''}
      options={optionsOf(list)}
      onValue={(value) => onChange({ ...preferences, [key]: value })}
    />
  );
  return (
    <div class="flex flex-col gap-4">
      {field('Microphone', 'microphoneId', devices.microphones)}
      {field('Camera', 'cameraId', devices.cameras)}
      {field('Speaker', 'speakerId', devices.speakers)}
    </div>
  );
}

/** What is done to sound and picture. */
export function QualityFields({ preferences, onChange }: Omit<DeviceFieldsProps, 'permitted'>) {
  const filter = (
    label: string,
    hint: string,
    key: 'echoCancellation' | 'noiseSuppression' | 'autoGainControl',
  ) => (
    <Switch
      label={label}
      hint={hint}
      checked={preferences[key]}
      onChange={(checked) => onChange({ ...preferences, [key]: checked })}
    />
  );
  return (
    <div class="flex flex-col gap-2">
      <Select
        label="Picture quality"
        value={preferences.resolution}
        options={resolutions}
        hint="What your camera sends and the most that you receive. Lower uses less of a slow connection."
        onValue={(resolution) => onChange({ ...preferences, resolution })}
      />
      {filter('Echo cancellation', 'Others do not hear themselves through your speaker', 'echoCancellation')}
      {filter('Noise suppression', 'Keyboard, fan and street become quiet', 'noiseSuppression')}
      {filter('Automatic volume', 'Your voice stays equally loud', 'autoGainControl')}
    </div>
  );
}
