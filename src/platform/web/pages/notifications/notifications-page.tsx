import { useLocation } from 'preact-iso';
import { api } from '../../api/api.ts';
import type { Notification, Page } from '../../api/types.ts';
import { formatWhen } from '../../format/time.ts';
import { ListView } from '../../loading/list-view.tsx';
import { useList } from '../../loading/use-list.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { unread } from '../../session/unread.ts';
import { PageTitle } from '../../shell/page-title.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showError } from '../../ui/toast.tsx';
import { iconOf, targetOf } from './notification-kinds.ts';

export default function NotificationsPage() {
  const list = useList<Notification>(
    (cursor) => api.get<Page<Notification>>('/notifications', { query: { cursor } }),
    [],
  );
  const readAll = useSubmit(async () => {
    await api.post('/notifications/read-all').catch(showError);
    unread.set(0);
    await list.reload();
  });
  return (
    <div class="flex flex-col gap-6">
      <PageTitle
        title="Notifications"
        text="Invitations, contacts, recordings: what others did that concerns you."
        actions={
          unread.count.value > 0 && (
            <Button kind="secondary" icon="check" busy={readAll.busy} onClick={readAll.onSubmit}>
              Mark all as read
            </Button>
          )
        }
      />
      <ListView
        list={list}
        empty={
          <EmptyState
            icon="bell"
            title="Nothing new"
            text="Invitations, finished recordings and the like appear here."
          />
        }
      >
        {(items) => (
          <ul class="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface">
            {items.map((item) => (
              <li key={item.id}>
                <NotificationRow item={item} />
              </li>
            ))}
          </ul>
        )}
      </ListView>
    </div>
  );
}

function NotificationRow({ item }: { readonly item: Notification }) {
  const { route } = useLocation();
  const target = targetOf(item);
  const when = formatWhen(item.createdAt);
  function open(): void {
    if (!item.isRead) {
      api.put(`/notifications/${item.id}`, { isRead: true }).then(unread.refresh, showError);
    }
    if (target !== undefined) route(target);
  }
  return (
    <button
      type="button"
      onClick={open}
      class={`flex w-full items-start gap-4 px-4 py-4 text-left -outline-offset-2 hover:bg-sunken ${item.isRead ? '' : 'bg-tint/40'}`}
    >
      <span class="flex size-10 shrink-0 items-center justify-center rounded-full bg-tint text-on-tint">
        <Icon name={iconOf(item.type)} />
      </span>
      <span class="min-w-0 flex-1">
        <span class="flex flex-wrap items-baseline justify-between gap-x-4">
          <span class={item.isRead ? 'font-medium' : 'font-semibold'}>{item.title}</span>
          <span class="text-sm text-muted max-sm:hidden">{when}</span>
        </span>
        <span class="block text-sm wrap-anywhere text-muted">{item.message}</span>
        <span class="block text-sm text-muted sm:hidden">{when}</span>
      </span>
      {!item.isRead && (
        <span class="mt-2 size-2.5 shrink-0 rounded-full bg-green-600">
          <span class="sr-only">Unread</span>
        </span>
      )}
    </button>
  );
}
