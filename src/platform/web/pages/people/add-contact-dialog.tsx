import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { Contact, Person } from '../../api/types.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showError, showToast } from '../../ui/toast.tsx';

/** The server searches from two letters on; a pause in typing asks it. */
const shortestSearch = 2;
const pauseMs = 250;

interface AddContactDialogProps {
  readonly open: boolean;
  /** Ids of the people who are contacts already. */
  readonly known: ReadonlySet<string>;
  readonly onClose: () => void;
  readonly onAdded: () => Promise<void>;
}

/** Finds people of the platform and makes them contacts. */
export function AddContactDialog({ open, known, onClose, onAdded }: AddContactDialogProps) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Person[]>();
  const [adding, setAdding] = useState<string>();
  useEffect(() => {
    const query = text.trim();
    setFound(undefined);
    if (query.length < shortestSearch) return;
    const asking = new AbortController();
    const timer = setTimeout(() => {
      api
        .get<{ items: Person[] }>('/users/search', { query: { q: query }, signal: asking.signal })
        .then(({ items }) => setFound(items))
        .catch((error) => asking.signal.aborted || showError(error));
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);
  async function add(person: Person): Promise<void> {
    setAdding(person.userId);
    try {
      await api.create<Contact>('/users/contacts', { userId: person.userId });
      showToast(`${person.name} is a contact now`);
      await onAdded();
    } catch (error) {
      showError(error);
    } finally {
      setAdding(undefined);
    }
  }
  return (
    <Dialog open={open} title="Add a contact" onClose={onClose}>
      <TextField
        label="Name or e-mail address"
        type="search"
        value={text}
        hint="At least two letters"
        onValue={setText}
      />
      <div aria-live="polite" class="min-h-24">
        {found?.length === 0 && <p class="py-6 text-center text-muted">Nobody is called that.</p>}
        <ul class="divide-y divide-line">
          {found?.map((person) => (
            <li key={person.userId} class="flex items-center gap-3 py-2.5">
              <Avatar name={person.name} url={person.avatarUrl} />
              <div class="min-w-0 flex-1">
                <p class="truncate font-medium">{person.name}</p>
                <p class="truncate text-sm text-muted">{person.email}</p>
              </div>
              {known.has(person.userId) ? (
                <Badge kind="good">Contact</Badge>
              ) : (
                <Button
                  kind="secondary"
                  size="small"
                  busy={adding === person.userId}
                  aria-label={`Add ${person.name}`}
                  onClick={() => void add(person)}
                >
                  Add
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
