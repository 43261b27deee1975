import { useEffect, useState } from 'preact/hooks';

export interface Devices {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly cameras: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
}

const none: Devices = { microphones: [], cameras: [], speakers: [] };

/**
 * The devices of this machine, following what is plugged in. Browsers give their names only while a device is used, so a
 * change of `permitted` reads them again.
 */
export function useDevices(permitted: unknown): Devices {
  const [devices, setDevices] = useState(none);
  useEffect(() => {
    const { mediaDevices } = navigator;
    const read = async (): Promise<void> => {
      const all = await mediaDevices.enumerateDevices();
      // Without leave there is one nameless entry of each kind: nothing to choose from.
      const of = (kind: MediaDeviceKind) =>
        all.filter((device) => device.kind === kind && device.label !== '');
      setDevices({ microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') });
    };
    void read();
    mediaDevices.addEventListener('devicechange', read);
    return () => mediaDevices.removeEventListener('devicechange', read);
  }, [permitted]);
  return devices;
}
