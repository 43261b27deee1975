import { useEffect, useState } from 'preact/hooks';
import { type Device, deviceFault } from '../media/device-error.ts';
import { type Preferences, soundConstraints } from '../media/preferences.ts';

export interface Preview {
  readonly camera: MediaStream | undefined;
  readonly microphone: MediaStream | undefined;
  readonly faults: Readonly<Partial<Record<Device, string>>>;
}

/** Opens the chosen devices for as long as the page before the meeting shows them. */
export function usePreview(preferences: Preferences): Preview {
  const [faults, setFaults] = useState<Preview['faults']>({});
  const { cameraOn, cameraId, microphoneOn } = preferences;
  const use = (
    device: Device,
    stream: () => Promise<MediaStream>,
    on: boolean,
    reasons: readonly unknown[],
  ) =>
    useStream(stream, on, (text) => setFaults((before) => withFault(before, device, text)), device, reasons);
  const camera = use(
    'camera',
    () =>
      navigator.mediaDevices.getUserMedia({
        video: { width: 1280, height: 720, ...(cameraId !== '' && { deviceId: { exact: cameraId } }) },
      }),
    cameraOn,
    [cameraId],
  );
  const sound = soundConstraints(preferences);
  const microphone = use(
    'microphone',
    () => navigator.mediaDevices.getUserMedia({ audio: sound }),
    microphoneOn,
    [JSON.stringify(sound)],
  );
  return { camera, microphone, faults };
}

function withFault(before: Preview['faults'], device: Device, text: string | undefined): Preview['faults'] {
  const { [device]: _, ...others } = before;
  return text === undefined ? others : { ...others, [device]: text };
}

/** A stream of one device while `on`; it is stopped when it is not wanted any more, even if it comes too late. */
function useStream(
  open: () => Promise<MediaStream>,
  on: boolean,
  tell: (fault: string | undefined) => void,
  device: Device,
  reasons: readonly unknown[],
): MediaStream | undefined {
  const [stream, setStream] = useState<MediaStream | undefined>(undefined);
  useEffect(() => {
    tell(undefined);
    if (!on) return;
    let wanted = true;
    const opening = open();
    opening.then(
      (opened) => wanted && setStream(opened),
      (error: DOMException) => wanted && tell(deviceFault(device, error.name)),
    );
    return () => {
      wanted = false;
      setStream(undefined);
      opening.then(
        (opened) => {
          for (const track of opened.getTracks()) track.stop();
        },
        () => undefined,
      );
    };
  }, [on, ...reasons]);
  return stream;
}
