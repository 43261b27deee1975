import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useMeeting } from './meeting-context.ts';

/** What is wrong with the connection or the device, and what is done about it. Read aloud when it changes. */
export function ConnectionBanner() {
  const { meeting, switchTo } = useMeeting();
  const { media, signaling, state } = meeting;
  const mediaState = media.state.value;
  const { open, yourRoomId } = state.breakouts.value;
  const isCalled = open && yourRoomId !== null && yourRoomId !== meeting.room.id;
  return (
    <div role="status" aria-live="polite">
      {!navigator.onLine && signaling.value !== 'open' ? (
        <Line icon="warning" text="You are offline. The meeting comes back by itself with your connection." />
      ) : signaling.value === 'reconnecting' || mediaState === 'reconnecting' ? (
        <Line text="The connection was lost. Coming back …" />
      ) : (
        mediaState === 'connecting' && <Line text="Connecting sound and picture …" />
      )}
      {mediaState === 'failed' && (
        <Line icon="error" text="Sound and picture could not be connected.">
          <Button size="small" kind="secondary" onClick={() => void media.connect()}>
            Try again
          </Button>
        </Line>
      )}
      {!media.canHear.value && (
        <Line icon="speaker-off" text="The browser holds the sound back until you allow it.">
          <Button size="small" kind="secondary" onClick={() => void media.hear()}>
            Hear the meeting
          </Button>
        </Line>
      )}
      {meeting.load.active.value && (
        <Line
          icon="warning"
          text="This device is busy: fewer and smaller pictures are shown, the sound stays."
        >
          <Button size="small" kind="secondary" onClick={() => meeting.load.showAll()}>
            Show all
          </Button>
        </Line>
      )}
      {isCalled && (
        <Line icon="breakout" text="A breakout room is open for you.">
          <Button size="small" onClick={() => switchTo(yourRoomId)}>
            Go there
          </Button>
        </Line>
      )}
      {state.announcement.value !== undefined && (
        <Line icon="info" text={`To all rooms: ${state.announcement.value}`}>
          <Button
            size="small"
            kind="secondary"
            onClick={() => {
              state.announcement.value = undefined;
            }}
          >
            Read
          </Button>
        </Line>
      )}
    </div>
  );
}

interface LineProps {
  readonly icon?: IconName;
  readonly text: string;
  readonly children?: preact.ComponentChildren;
}

function Line({ icon, text, children }: LineProps) {
  return (
    <div class="flex flex-wrap items-center justify-center gap-x-3 gap-y-2 bg-warning-tint px-4 py-2 text-sm font-medium text-warning">
      {icon ? <Icon name={icon} size={18} /> : <Spinner size={16} />}
      <span>{text}</span>
      {children}
    </div>
  );
}
