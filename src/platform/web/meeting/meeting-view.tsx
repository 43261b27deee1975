import { useMemo } from 'preact/hooks';
import { ConnectionBanner } from './connection-banner.tsx';
import { ControlBar } from './controls/control-bar.tsx';
import { MeetingDialogs } from './controls/meeting-dialogs.tsx';
import { useShortcuts } from './controls/use-shortcuts.ts';
import type { Meeting } from './meeting.ts';
import { MeetingContext, useMeeting } from './meeting-context.ts';
import { MeetingHeader } from './meeting-header.tsx';
import { BreakoutPanel } from './panels/breakout-panel.tsx';
import { ChatPanel } from './panels/chat-panel.tsx';
import { PeoplePanel } from './panels/people-panel.tsx';
import { PersonDialog } from './panels/person-dialog.tsx';
import { Stage } from './stage/stage.tsx';
import { createMeetingUi } from './stores/meeting-ui.ts';

interface MeetingViewProps {
  readonly meeting: Meeting;
  readonly onLeave: () => void;
  readonly switchTo: (roomId: string) => void;
}

/** A meeting that runs. */
export function MeetingView({ meeting, onLeave, switchTo }: MeetingViewProps) {
  const scope = useMemo(() => ({ meeting, ui: createMeetingUi(), switchTo }), [meeting]);
  return (
    <MeetingContext.Provider value={scope}>
      <Frame onLeave={onLeave} />
    </MeetingContext.Provider>
  );
}

const panels = { chat: ChatPanel, people: PeoplePanel, breakouts: BreakoutPanel } as const;

function Frame({ onLeave }: { readonly onLeave: () => void }) {
  const { ui } = useMeeting();
  useShortcuts();
  const Panel = ui.panel.value && panels[ui.panel.value];
  return (
    <div class="flex h-dvh flex-col overflow-hidden">
      <MeetingHeader />
      <ConnectionBanner />
      <div class="relative flex min-h-0 flex-1">
        <Stage />
        {Panel && <Panel />}
      </div>
      <ControlBar />
      <MeetingDialogs onLeave={onLeave} />
      <PersonDialog />
    </div>
  );
}
