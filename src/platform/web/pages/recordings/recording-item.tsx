import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { Recording } from '../../api/types.ts';
import { formatBytes } from '../../format/size.ts';
import { formatDuration, formatWhen } from '../../format/time.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { cardClass } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

interface RecordingItemProps {
  readonly recording: Recording;
  /** Where recordings of several rooms stand together. */
  readonly roomName?: string | undefined;
  readonly onDeleted: () => Promise<void>;
}

const states: Readonly<Record<string, { kind: 'good' | 'info' | 'danger' | 'neutral'; label: string }>> = {
  starting: { kind: 'info', label: 'Starting' },
  recording: { kind: 'danger', label: 'Recording' },
  processing: { kind: 'info', label: 'Being put together' },
  failed: { kind: 'danger', label: 'Failed' },
};

/** One recording: its figures, a player on demand, download, deletion. */
export function RecordingItem({ recording, roomName, onDeleted }: RecordingItemProps) {
  const [playing, setPlaying] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { contentUrl, startedAt, durationMs, sizeBytes, error } = recording;
  const state = states[recording.status];
  const when = formatWhen(startedAt);
  const facts = [
    roomName && when,
    durationMs === null ? undefined : formatDuration(durationMs),
    sizeBytes === null ? undefined : formatBytes(sizeBytes),
  ].filter((fact) => fact !== undefined);
  const name = `the recording of ${when}`;
  return (
    <article class={`flex flex-col gap-4 p-4 sm:p-5 ${cardClass}`}>
      <div class="flex flex-wrap items-center gap-3">
        <div class="min-w-0 flex-1 basis-full sm:basis-48">
          <h2 class={`font-semibold wrap-anywhere ${roomName ? '' : 'first-letter:uppercase'}`}>
            {roomName ?? when}
          </h2>
          <p class="text-sm text-muted first-letter:uppercase">{facts.join(' · ') || 'No length yet'}</p>
        </div>
        {state && <Badge kind={state.kind}>{state.label}</Badge>}
        {contentUrl && (
          <>
            <Button
              kind="secondary"
              size="small"
              icon={playing ? 'close' : 'play'}
              onClick={() => setPlaying(!playing)}
            >
              {playing ? 'Close' : 'Play'}
            </Button>
            <a
              href={contentUrl}
              download={`${roomName ?? 'Recording'} ${startedAt.slice(0, 10)}.mp4`}
              aria-label={`Download ${name}`}
              class={`${buttonClass('quiet', 'small')} px-2 max-md:w-11`}
            >
              <Icon name="download" size={18} />
            </a>
          </>
        )}
        <IconButton icon="trash" size="small" label={`Delete ${name}`} onClick={() => setDeleting(true)} />
      </div>
      {error && <p class="text-sm text-danger-text">{error}</p>}
      {playing && contentUrl && (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said in this meeting.
        <video
          src={contentUrl}
          controls
          autoplay
          playsInline
          aria-label={name}
          class="aspect-video w-full rounded-xl bg-black"
        />
      )}
      <ConfirmDialog
        open={deleting}
        title="Delete the recording?"
        confirm="Delete the recording"
        action={async () => {
          await api.delete(`/rooms/${recording.roomId}/recordings/${recording.id}`);
          await onDeleted();
        }}
        onClose={() => setDeleting(false)}
      >
        The file is removed from the server. This cannot be undone.
      </ConfirmDialog>
    </article>
  );
}
