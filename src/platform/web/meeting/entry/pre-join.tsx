import { useState } from 'preact/hooks';
import type { Room } from '../../api/types.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ControlButton } from '../controls/control-button.tsx';
import type { Preferences } from '../media/preferences.ts';
import { VideoPicture } from '../stage/video-picture.tsx';
import { DeviceFields, QualityFields } from './device-fields.tsx';
import { LevelMeter } from './level-meter.tsx';
import { usePreview } from './use-preview.ts';

interface PreJoinProps {
  readonly room: Room;
  readonly ownId: string;
  readonly ownName: string;
  readonly ownAvatarUrl: string | null | undefined;
  readonly initial: Preferences;
  readonly busy: boolean;
  readonly passwordError: string | undefined;
  readonly onJoin: (preferences: Preferences, password: string) => void;
}

/** Before the meeting: how one looks and sounds, and with which devices. */
export function PreJoin({
  room,
  ownId,
  ownName,
  ownAvatarUrl,
  initial,
  busy,
  passwordError,
  onJoin,
}: PreJoinProps) {
  const [preferences, setPreferences] = useState(initial);
  const [password, setPassword] = useState('');
  const preview = usePreview(preferences);
  const asksPassword = room.hasPassword && room.hostId !== ownId;
  const faults = Object.values(preview.faults);
  return (
    <div class="mx-auto grid w-full max-w-6xl gap-8 px-4 py-6 md:px-8 md:py-12 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)] lg:gap-12">
      <section aria-label="Preview" class="flex flex-col gap-4">
        <div class="relative aspect-video overflow-hidden rounded-2xl bg-gray-800 shadow-card">
          {preview.camera ? (
            <VideoPicture stream={preview.camera} mirrored label="Your camera" />
          ) : (
            <div class="flex size-full flex-col items-center justify-center gap-3 text-gray-300">
              <Avatar name={ownName} url={ownAvatarUrl} size={96} />
              <p class="text-sm">{preferences.cameraOn ? 'The camera starts …' : 'Your camera is off'}</p>
            </div>
          )}
          <div class="absolute inset-x-0 bottom-4 flex justify-center gap-3">
            <ControlButton
              icon={preferences.microphoneOn ? 'microphone' : 'microphone-off'}
              label={preferences.microphoneOn ? 'Switch microphone off' : 'Switch microphone on'}
              look={preferences.microphoneOn ? 'glass' : 'off'}
              onClick={() => setPreferences({ ...preferences, microphoneOn: !preferences.microphoneOn })}
            />
            <ControlButton
              icon={preferences.cameraOn ? 'camera' : 'camera-off'}
              label={preferences.cameraOn ? 'Switch camera off' : 'Switch camera on'}
              look={preferences.cameraOn ? 'glass' : 'off'}
              onClick={() => setPreferences({ ...preferences, cameraOn: !preferences.cameraOn })}
            />
          </div>
        </div>
        <LevelMeter stream={preview.microphone} />
        {faults.map((fault) => (
          <Banner key={fault} kind="warning">
            {fault}
          </Banner>
        ))}
      </section>
      <form
        class="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          onJoin(preferences, password);
        }}
      >
        <header>
          <a
            href="/"
            class="-mt-2 mb-2 inline-flex items-center gap-1.5 py-2 text-sm text-muted hover:text-ink max-md:py-3"
          >
            <Icon name="arrow-left" size={16} /> Meetings
          </a>
          <p class="text-sm text-muted">You are about to join</p>
          <h1 class="text-2xl font-semibold tracking-tight text-balance wrap-anywhere">{room.name}</h1>
          {room.description && <p class="mt-1 text-muted">{room.description}</p>}
        </header>
        {asksPassword && (
          <TextField
            label="Password of the room"
            type="password"
            autoComplete="off"
            required
            value={password}
            error={passwordError}
            onValue={setPassword}
          />
        )}
        <Button type="submit" busy={busy} class="w-full">
          {busy ? 'Joining …' : 'Join now'}
        </Button>
        <DeviceFields
          preferences={preferences}
          onChange={setPreferences}
          permitted={preview.camera ?? preview.microphone}
        />
        <details class="rounded-xl border border-line px-4 py-3">
          <summary class="-mx-4 -my-3 cursor-pointer rounded-xl px-4 py-3 font-medium">
            Sound and picture quality
          </summary>
          <div class="pt-6">
            <QualityFields preferences={preferences} onChange={setPreferences} />
          </div>
        </details>
      </form>
    </div>
  );
}
