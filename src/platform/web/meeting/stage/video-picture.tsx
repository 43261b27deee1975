import type { VideoTrack } from 'livekit-client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Spinner } from '../../ui/spinner.tsx';

interface VideoPictureProps {
  /** A track of the meeting, whose quality then follows the size of this element, or a stream of this machine. */
  readonly track?: VideoTrack | undefined;
  readonly stream?: MediaStream | undefined;
  /** People know their own face from the mirror. */
  readonly mirrored?: boolean;
  /** Shows all of a picture instead of filling the place. */
  readonly whole?: boolean;
  readonly label: string;
  readonly onFirstFrame?: () => void;
}

/** A moving picture without sound: sound plays on its own, whether the picture is on the page or not. */
export function VideoPicture({
  track,
  stream,
  mirrored = false,
  whole = false,
  label,
  onFirstFrame,
}: VideoPictureProps) {
  const element = useRef<HTMLVideoElement>(null);
  const [hasPicture, setHasPicture] = useState(false);
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    if (track) {
      track.attach(video);
      return () => void track.detach(video);
    }
    video.srcObject = stream ?? null;
    return () => {
      video.srcObject = null;
    };
  }, [track, stream]);
  return (
    <div class="relative size-full">
      {!hasPicture && (
        <div class="absolute inset-0 flex items-center justify-center text-gray-400">
          <Spinner size={28} />
        </div>
      )}
      <video
        ref={element}
        autoPlay
        playsInline
        muted
        aria-label={label}
        onLoadedData={() => {
          setHasPicture(true);
          onFirstFrame?.();
        }}
        class={`relative size-full ${whole ? 'object-contain' : 'object-cover'} ${mirrored ? '-scale-x-100' : ''}`}
      />
    </div>
  );
}
