/** What a key does in a meeting. */
export type Command =
  | 'microphone'
  | 'camera'
  | 'screen'
  | 'chat'
  | 'people'
  | 'hand'
  | 'full-screen'
  | 'previous-page'
  | 'next-page'
  | 'close'
  | 'shortcuts';

export const shortcuts: readonly {
  readonly key: string;
  readonly shown: string;
  readonly command: Command;
  readonly does: string;
}[] = [
  { key: 'm', shown: 'M', command: 'microphone', does: 'Microphone on or off' },
  { key: 'v', shown: 'V', command: 'camera', does: 'Camera on or off' },
  { key: 's', shown: 'S', command: 'screen', does: 'Share your screen, or stop' },
  { key: 'h', shown: 'H', command: 'hand', does: 'Raise or lower your hand' },
  { key: 'c', shown: 'C', command: 'chat', does: 'Open or close the chat' },
  { key: 'p', shown: 'P', command: 'people', does: 'Open or close the list of people' },
  { key: 'f', shown: 'F', command: 'full-screen', does: 'Full screen, or back' },
  { key: 'arrowleft', shown: '←', command: 'previous-page', does: 'Page before' },
  { key: 'arrowright', shown: '→', command: 'next-page', does: 'Next page' },
  { key: 'escape', shown: 'Esc', command: 'close', does: 'Close the panel beside the stage' },
  { key: '?', shown: '?', command: 'shortcuts', does: 'Show these keys' },
];

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/**
 * The command of a key press; undefined when it belongs to somebody else: the browser's own combinations, a held key, and
 * letters and arrows while somebody writes or a list has the focus.
 */
export function commandOf(press: KeyPress, focus: { readonly takesKeys: boolean }): Command | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return undefined;
  const command = shortcuts.find(({ key }) => key === press.key.toLowerCase())?.command;
  return focus.takesKeys && command !== 'close' ? undefined : command;
}
