import { api } from '../../api/api.ts';
import type { RoomSettings } from '../../api/types.ts';
import { LoadedView } from '../../loading/loaded-view.tsx';
import { useLoaded } from '../../loading/use-loaded.ts';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showError } from '../../ui/toast.tsx';

const bySize = [
  { value: 'auto', label: 'In large rooms' },
  { value: 'always', label: 'Always' },
  { value: 'never', label: 'Never' },
] as const;

/** The rules of a room. Each takes effect at once, also for a meeting that is going on. */
export function RoomRules({ roomId }: { readonly roomId: string }) {
  const path = `/rooms/${roomId}/settings`;
  const loading = useLoaded(() => api.get<RoomSettings>(path), [path]);
  return (
    <LoadedView loading={loading}>
      {(settings) => {
        function change(part: Partial<RoomSettings>): void {
          loading.replace({ ...settings, ...part });
          api.put<RoomSettings>(path, part).then(loading.replace, (error) => {
            loading.replace(settings);
            showError(error);
          });
        }
        return (
          <div class="grid items-start gap-6 grid-cols-1 lg:grid-cols-2">
            <EntryRules settings={settings} change={change} />
            <MeetingRules settings={settings} change={change} />
          </div>
        );
      }}
    </LoadedView>
  );
}

interface RulesProps {
  readonly settings: RoomSettings;
  readonly change: (part: Partial<RoomSettings>) => void;
}

function EntryRules({ settings, change }: RulesProps) {
  return (
    <Card title="Joining">
      <div class="flex flex-col gap-3">
        <Switch
          label="Waiting room"
          hint="A moderator lets people in one by one"
          checked={settings.waitingRoom}
          onChange={(waitingRoom) => change({ waitingRoom })}
        />
        <Switch
          label="Locked"
          hint="Nobody else can join"
          checked={settings.locked}
          onChange={(locked) => change({ locked })}
        />
        <Select
          label="Who may join"
          value={settings.access}
          options={[
            { value: 'open', label: 'Everyone with the link' },
            { value: 'invited', label: 'Only people who are invited' },
          ]}
          onValue={(access) => change({ access })}
        />
        <Select
          label="Join muted"
          value={settings.joinMuted}
          options={bySize}
          hint="Large: more than 50 people"
          onValue={(joinMuted) => change({ joinMuted })}
        />
        <Select
          label="Join with the camera off"
          value={settings.joinCameraOff}
          options={bySize}
          hint="Large: more than 100 people"
          onValue={(joinCameraOff) => change({ joinCameraOff })}
        />
      </div>
    </Card>
  );
}

function MeetingRules({ settings, change }: RulesProps) {
  return (
    <Card title="In the meeting">
      <div class="flex flex-col gap-3">
        <Select
          label="Who may write in the chat"
          value={settings.chat}
          options={[
            { value: 'everyone', label: 'Everyone' },
            { value: 'moderators', label: 'Moderators; everyone reads' },
            { value: 'off', label: 'Nobody' },
          ]}
          onValue={(chat) => change({ chat })}
        />
        <Select
          label="Who may share a screen"
          value={settings.screenShare}
          options={[
            { value: 'everyone', label: 'Everyone' },
            { value: 'moderators', label: 'Moderators' },
          ]}
          onValue={(screenShare) => change({ screenShare })}
        />
        <Select
          label="Who may record"
          value={settings.recording}
          options={[
            { value: 'moderators', label: 'Moderators' },
            { value: 'host', label: 'Only the host' },
          ]}
          onValue={(recording) => change({ recording })}
        />
      </div>
    </Card>
  );
}
