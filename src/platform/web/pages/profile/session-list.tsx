import { api } from '../../api/api.ts';
import type { Page, Session } from '../../api/types.ts';
import { formatDevice } from '../../format/device.ts';
import { formatWhen } from '../../format/time.ts';
import { LoadedView } from '../../loading/loaded-view.tsx';
import { useLoaded } from '../../loading/use-loaded.ts';
import { session as ownSession } from '../../session/current.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showError } from '../../ui/toast.tsx';

/** Where the account is logged in, and how to end that. */
export function SessionList() {
  const loading = useLoaded(() => api.get<Page<Session>>('/auth/sessions'), []);
  async function end(session: Session): Promise<void> {
    await api.delete(`/auth/sessions/${session.id}`).catch(showError);
    await loading.reload();
  }
  return (
    <Card
      title="Devices"
      text="Where you are logged in."
      actions={
        <Button kind="secondary" size="small" onClick={() => void ownSession.logout(true).catch(showError)}>
          Log out everywhere
        </Button>
      }
    >
      <LoadedView loading={loading}>
        {({ items }) => (
          <ul class="divide-y divide-line">
            {items.map((session) => (
              <li key={session.id} class="flex items-center gap-3 py-3">
                <Icon name="monitor" class="text-muted" />
                <div class="min-w-0 flex-1">
                  <p class="truncate font-medium">{formatDevice(session.userAgent)}</p>
                  <p class="text-sm text-muted">
                    {session.ipAddress ?? 'Unknown address'} · {formatWhen(session.lastUsedAt)}
                  </p>
                </div>
                {session.current ? (
                  <Badge kind="good">This one</Badge>
                ) : (
                  <Button
                    kind="quiet"
                    size="small"
                    aria-label={`Log out ${formatDevice(session.userAgent)}`}
                    onClick={() => void end(session)}
                  >
                    Log out
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </LoadedView>
    </Card>
  );
}
