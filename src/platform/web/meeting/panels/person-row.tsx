import { Avatar } from '../../ui/avatar.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMeeting } from '../meeting-context.ts';

const roleLabels = { host: 'Host', moderator: 'Moderator', participant: '', observer: 'Observer' } as const;

function Mark({ icon, label, class: className = '' }: { icon: IconName; label: string; class?: string }) {
  return (
    <span title={label} class={className}>
      <Icon name={icon} size={18} />
      <span class="sr-only">{label}</span>
    </span>
  );
}

/** One person in the list, with what they send. */
export function PersonRow({ userId }: { readonly userId: string }) {
  const { meeting, ui } = useMeeting();
  const person = meeting.roster.get(userId);
  if (!person) return null;
  const { audio, video, screen } = person.media.value;
  const role = roleLabels[person.role.value];
  return (
    <div class="flex h-full items-center gap-3 pr-2 pl-4 hover:bg-sunken">
      <span class={`rounded-full ${person.speaking.value ? 'ring-2 ring-green-500' : ''}`}>
        <Avatar name={person.name} url={person.avatarUrl} size={36} />
      </span>
      <div class="min-w-0 flex-1">
        <p class="truncate font-medium">
          {person.name}
          {userId === meeting.ownId && <span class="text-muted"> (you)</span>}
        </p>
        {role !== '' && <p class="text-xs text-muted">{role}</p>}
      </div>
      <div class="flex items-center gap-2 text-muted">
        {person.hand.value && <Mark icon="hand" label="Hand raised" class="text-warning" />}
        {screen && <Mark icon="screen" label="Shares a screen" class="text-link" />}
        <Mark
          icon={audio ? 'microphone' : 'microphone-off'}
          label={audio ? 'Microphone on' : 'Muted'}
          class={person.speaking.value ? 'text-link' : ''}
        />
        <Mark icon={video ? 'camera' : 'camera-off'} label={video ? 'Camera on' : 'Camera off'} />
      </div>
      <IconButton
        icon="more"
        label={`More about ${person.name}`}
        size="small"
        onClick={() => {
          ui.person.value = userId;
        }}
      />
    </div>
  );
}
