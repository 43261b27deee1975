import { Avatar } from '../../ui/avatar.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type TileRef, tileKey } from '../layout/arrange-stage.ts';
import type { Box } from '../layout/grid-geometry.ts';
import { useMeeting } from '../meeting-context.ts';
import { VideoPicture } from './video-picture.tsx';

interface TileProps {
  readonly tile: TileRef;
  /** Its size in a grid; elsewhere the place decides. */
  readonly box?: Box;
  /** The large picture of the stage shows all of what comes. */
  readonly large?: boolean;
  readonly class?: string;
}

/** One person or one shared screen on the stage. It follows that person's signals and nobody else's. */
export function Tile({ tile, box, large = false, class: className = '' }: TileProps) {
  const { meeting } = useMeeting();
  const person = meeting.roster.get(tile.userId);
  if (!person) return null;
  const isOwn = tile.userId === meeting.ownId;
  const isScreen = tile.source === 'screen';
  const { audio, video } = person.media.value;
  const track = meeting.media.received.picture(tile).value;
  const name = isOwn ? `${person.name} (you)` : person.name;
  const speaking = person.speaking.value && !isScreen;
  return (
    <figure
      data-tile={tileKey(tile)}
      style={box && { width: `${box.widthPx}px`, height: `${box.heightPx}px` }}
      class={`group relative overflow-hidden rounded-xl bg-gray-800 ${speaking ? 'ring-3 ring-green-500' : ''} ${className}`}
    >
      {track && (isScreen || video) ? (
        <VideoPicture
          track={track}
          mirrored={isOwn && !isScreen}
          whole={isScreen || large}
          label={isScreen ? `Screen of ${name}` : `Camera of ${name}`}
          {...(!isOwn && { onFirstFrame: () => meeting.onFirstFrame() })}
        />
      ) : (
        <div class="flex size-full items-center justify-center">
          <Avatar
            name={person.name}
            url={person.avatarUrl}
            size={large ? 128 : Math.min(72, Math.max(32, (box?.heightPx ?? 120) * 0.42))}
          />
        </div>
      )}
      <TileCaption name={isScreen ? `Screen of ${name}` : name} muted={!isScreen && !audio} />
      {person.hand.value && !isScreen && (
        <span class="absolute top-2 left-2 flex items-center gap-1 rounded-full bg-warning-500 p-1.5 text-black">
          <Icon name="hand" size={16} />
          <span class="sr-only">Hand raised</span>
        </span>
      )}
      <PinButton tile={tile} name={name} />
    </figure>
  );
}

function TileCaption({ name, muted }: { readonly name: string; readonly muted: boolean }) {
  return (
    <figcaption class="absolute bottom-1.5 left-1.5 flex max-w-[calc(100%-0.75rem)] items-center gap-1.5 rounded-md bg-black/70 px-2 py-0.5 text-xs text-white">
      {muted && (
        <>
          <Icon name="microphone-off" size={14} />
          <span class="sr-only">Muted:</span>
        </>
      )}
      <span class="truncate">{name}</span>
    </figcaption>
  );
}

function PinButton({ tile, name }: { readonly tile: TileRef; readonly name: string }) {
  const { meeting } = useMeeting();
  const { pinned } = meeting.stageView;
  const isPinned = pinned.value !== undefined && tileKey(pinned.value) === tileKey(tile);
  const label = isPinned ? `Unpin ${name}` : `Pin ${name}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => {
        pinned.value = isPinned ? undefined : tile;
      }}
      class={`absolute top-1.5 right-1.5 rounded-full bg-black/70 p-1.5 text-white hover:bg-black focus-visible:opacity-100 group-hover:opacity-100 ${isPinned ? '' : 'opacity-0'}`}
    >
      <Icon name="pin" size={16} filled={isPinned} />
    </button>
  );
}
