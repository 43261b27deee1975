import { api } from '../../api/api.ts';
import type { UserSettings } from '../../api/types.ts';
import { LoadedView } from '../../loading/loaded-view.tsx';
import { useLoaded } from '../../loading/use-loaded.ts';
import { theme } from '../../session/theme.ts';
import { PageTitle } from '../../shell/page-title.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showError } from '../../ui/toast.tsx';
import { PushSwitch } from './push-switch.tsx';

interface PartProps {
  readonly settings: UserSettings;
  readonly change: (part: Partial<UserSettings>) => void;
}

export default function SettingsPage() {
  const loading = useLoaded(() => api.get<UserSettings>('/users/settings'), []);
  return (
    <div class="flex flex-col gap-6">
      <PageTitle
        title="Settings"
        text="They go with your account to every device, and take effect at once."
      />
      <LoadedView loading={loading}>
        {(settings) => {
          function change(part: Partial<UserSettings>): void {
            loading.replace({ ...settings, ...part });
            api.put<UserSettings>('/users/settings', part).then(loading.replace, (error) => {
              loading.replace(settings);
              showError(error);
            });
          }
          return (
            <div class="grid items-start gap-6 grid-cols-1 lg:grid-cols-2">
              <div class="flex flex-col gap-6">
                <Appearance settings={settings} change={change} />
                <Sound settings={settings} change={change} />
              </div>
              <div class="flex flex-col gap-6">
                <Notifications settings={settings} change={change} />
                <Picture settings={settings} change={change} />
              </div>
            </div>
          );
        }}
      </LoadedView>
    </div>
  );
}

function Appearance({ change }: PartProps) {
  return (
    <Card title="Appearance">
      <Select
        label="Colours"
        value={theme.choice.value}
        options={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        onValue={(choice) => {
          theme.set(choice);
          change({ theme: choice });
        }}
      />
    </Card>
  );
}

function Notifications({ settings, change }: PartProps) {
  return (
    <Card title="Notifications">
      <Switch
        label="By e-mail"
        hint="Invitations and finished recordings"
        checked={settings.emailNotifications}
        onChange={(emailNotifications) => change({ emailNotifications })}
      />
      <PushSwitch onChange={(pushNotifications) => change({ pushNotifications })} />
    </Card>
  );
}

function Sound({ settings, change }: PartProps) {
  return (
    <Card title="Sound">
      <Switch
        label="Echo cancellation"
        hint="Off only with headphones"
        checked={settings.echoCancellation}
        onChange={(echoCancellation) => change({ echoCancellation })}
      />
      <Switch
        label="Noise suppression"
        hint="Off for music"
        checked={settings.noiseSuppression}
        onChange={(noiseSuppression) => change({ noiseSuppression })}
      />
      <Switch
        label="Automatic volume"
        hint="Your voice stays equally loud"
        checked={settings.autoGainControl}
        onChange={(autoGainControl) => change({ autoGainControl })}
      />
      <Switch
        label="Join muted"
        checked={settings.joinMuted}
        onChange={(joinMuted) => change({ joinMuted })}
      />
    </Card>
  );
}

function Picture({ settings, change }: PartProps) {
  return (
    <Card title="Picture">
      <Select
        label="Picture quality"
        value={settings.resolution}
        hint="Automatic fits it to the connection and to the size of the room"
        options={[
          { value: 'auto', label: 'Automatic' },
          { value: '180p', label: '180p, for slow connections' },
          { value: '360p', label: '360p' },
          { value: '720p', label: '720p' },
          { value: '1080p', label: '1080p' },
        ]}
        onValue={(resolution) => change({ resolution })}
      />
      <div class="mt-3">
        <Switch
          label="Join with the camera off"
          checked={settings.joinCameraOff}
          onChange={(joinCameraOff) => change({ joinCameraOff })}
        />
      </div>
    </Card>
  );
}
