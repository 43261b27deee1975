import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { api } from '../api/api.ts';
import { session } from '../session/current.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { showToast } from '../ui/toast.tsx';
import { OverView } from './entry/over-view.tsx';
import { PreJoin } from './entry/pre-join.tsx';
import { createVisit, type Visit } from './entry/visit.ts';
import { WaitingView } from './entry/waiting-view.tsx';
import { loadPreferences, type Preferences, storeDevices } from './media/preferences.ts';
import { MeetingView } from './meeting-view.tsx';

/** Where people meet: the way in first, then the room, then what comes after it. */
export default function MeetingPage() {
  const { roomId = '' } = useRoute().params;
  return <RoomVisit key={roomId} roomId={roomId} />;
}

function RoomVisit({ roomId }: { readonly roomId: string }) {
  const visit = useMemo(() => createVisit(api, (text, kind = 'info') => showToast(text, kind)), []);
  const [preferences, setPreferences] = useState<Preferences | undefined>(undefined);
  const [failure, setFailure] = useState<unknown>(undefined);
  useEffect(() => {
    void visit.arrive(roomId);
    loadPreferences(api, localStorage).then(setPreferences, setFailure);
    return visit.dispose;
  }, []);
  if (failure !== undefined)
    return <ErrorState wholePage error={failure} onRetry={() => location.reload()} />;
  if (preferences === undefined) return <Loading />;
  return <VisitPhase visit={visit} roomId={roomId} preferences={preferences} />;
}

const Loading = () => (
  <div class="flex h-dvh items-center justify-center">
    <h1 class="sr-only">Meeting</h1>
    <Spinner label="Opening the room" />
  </div>
);

interface VisitPhaseProps {
  readonly visit: Visit;
  readonly roomId: string;
  readonly preferences: Preferences;
}

function VisitPhase({ visit, roomId, preferences }: VisitPhaseProps) {
  const { route } = useLocation();
  const phase = visit.phase.value;
  const user = session.user.value;
  switch (phase.name) {
    case 'loading':
      return <Loading />;
    case 'failed':
      return <ErrorState wholePage error={phase.error} onRetry={() => void visit.arrive(roomId)} />;
    case 'pre-join':
    case 'joining':
      return (
        <PreJoin
          key={phase.room.id}
          room={phase.room}
          ownId={user?.id ?? ''}
          ownName={`${user?.firstName ?? ''} ${user?.lastName ?? ''}`}
          ownAvatarUrl={user?.avatarUrl}
          initial={preferences}
          busy={phase.name === 'joining'}
          passwordError={visit.passwordError.value}
          onJoin={(chosen, password) => {
            storeDevices(localStorage, chosen);
            void visit.join(phase.room, chosen, password);
          }}
        />
      );
    case 'waiting':
      return <WaitingView room={phase.room} onLeave={() => route('/')} />;
    case 'meeting':
      return (
        <MeetingView
          key={phase.room.id}
          meeting={phase.meeting}
          onLeave={() => void visit.leave()}
          switchTo={(target) => void visit.move(target)}
        />
      );
    case 'over':
      return <OverView ending={phase.ending} onAgain={() => void visit.arrive(phase.room?.id ?? roomId)} />;
  }
}
