import type { VideoTrack } from 'livekit-client';
import { useEffect, useRef } from 'preact/hooks';

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
    <video
      ref={element}
      autoPlay
      playsInline
      muted
      aria-label={label}
      onLoadedData={onFirstFrame}
      class={`size-full ${whole ? 'object-contain' : 'object-cover'} ${mirrored ? '-scale-x-100' : ''}`}
    />
  );
}
