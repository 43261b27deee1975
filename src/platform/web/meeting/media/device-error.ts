export type Device = 'microphone' | 'camera' | 'screen';

const words: Readonly<Record<Device, string>> = {
  microphone: 'The microphone',
  camera: 'The camera',
  screen: 'The screen',
};

/** Why a device cannot be used, and what to do about it; `name` is that of the browser's DOMException. */
export function deviceFault(device: Device, name: string): string {
  switch (name) {
    case 'NotAllowedError':
      return device === 'screen'
        ? 'The screen was not shared: the browser or you did not allow it.'
        : `${words[device]} is blocked. Allow it beside the address of this page, then try again.`;
    case 'NotFoundError':
      return `${words[device]} was not found. Plug one in, or choose another in the settings.`;
    case 'NotReadableError':
      return `${words[device]} is used by another program. Close that program, then try again.`;
    case 'OverconstrainedError':
      return `${words[device]} that was chosen is gone. Choose another in the settings.`;
    default:
      return `${words[device]} did not start (${name}).`;
  }
}
