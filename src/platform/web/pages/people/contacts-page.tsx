import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { Contact, Page } from '../../api/types.ts';
import { ListView } from '../../loading/list-view.tsx';
import { useList } from '../../loading/use-list.ts';
import { PageTitle } from '../../shell/page-title.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { showError, showToast } from '../../ui/toast.tsx';
import { AddContactDialog } from './add-contact-dialog.tsx';

const presenceWords = { online: 'Online', offline: 'Offline', 'in-meeting': 'In a meeting' } as const;

export default function ContactsPage() {
  const [adding, setAdding] = useState(false);
  const list = useList<Contact>(
    (cursor) => api.get<Page<Contact>>('/users/contacts', { query: { cursor } }),
    [],
  );
  async function remove(contact: Contact): Promise<void> {
    await api
      .delete(`/users/contacts/${contact.userId}`)
      .then(() => showToast(`${contact.name} is no longer a contact`), showError);
    await list.reload();
  }
  const known = new Set(
    list.loaded.state === 'ready' ? list.loaded.data.items.map(({ userId }) => userId) : [],
  );
  const addButton = (
    <Button icon="user-plus" onClick={() => setAdding(true)}>
      Add a contact
    </Button>
  );
  return (
    <div class="flex flex-col gap-6">
      <PageTitle
        title="Contacts"
        text="The people you meet, and whether they can be reached."
        actions={addButton}
      />
      <ListView
        list={list}
        empty={
          <EmptyState icon="people" title="No contacts yet" text="Find people by name or e-mail address." />
        }
      >
        {(contacts) => (
          <ul class="grid gap-3 grid-cols-1 sm:grid-cols-2">
            {contacts.map((contact) => (
              <li
                key={contact.userId}
                class="flex items-center gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card"
              >
                <Avatar name={contact.name} url={contact.avatarUrl} size={44} presence={contact.presence} />
                <div class="min-w-0 flex-1">
                  <p class="truncate font-medium">{contact.name}</p>
                  <p class="truncate text-sm text-muted">
                    {presenceWords[contact.presence]} · {contact.email}
                  </p>
                </div>
                <IconButton
                  icon="trash"
                  size="small"
                  label={`Remove ${contact.name}`}
                  onClick={() => void remove(contact)}
                />
              </li>
            ))}
          </ul>
        )}
      </ListView>
      <AddContactDialog open={adding} known={known} onClose={() => setAdding(false)} onAdded={list.reload} />
    </div>
  );
}
