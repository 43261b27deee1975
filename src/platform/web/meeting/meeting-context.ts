import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Meeting } from './meeting.ts';
import type { MeetingUi } from './stores/meeting-ui.ts';

/** What every part of the meeting page works on. */
export interface MeetingScope {
  readonly meeting: Meeting;
  readonly ui: MeetingUi;
  /** Leaves this room for another one, as into a breakout room and back, with the same devices. */
  readonly switchTo: (roomId: string) => void;
}

export const MeetingContext = createContext<MeetingScope | undefined>(undefined);

export function useMeeting(): MeetingScope {
  const scope = useContext(MeetingContext);
  if (!scope) throw new Error('This part of the page stands inside a meeting only.');
  return scope;
}
