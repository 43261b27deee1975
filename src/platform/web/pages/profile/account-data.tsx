import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { showError } from '../../ui/toast.tsx';

/** Everything that the server knows of the person: to take along, and to have forgotten. */
export function AccountData() {
  const [deleting, setDeleting] = useState(false);
  const download = useSubmit(async () => {
    const answer = await api.fetch('/users/export').catch(showError);
    if (answer) saveAs(await answer.blob(), 'gomeet-my-data.json');
  });
  return (
    <Card title="Your data" text="What this server knows of you belongs to you.">
      <div class="flex flex-wrap gap-3">
        <Button kind="secondary" icon="download" busy={download.busy} onClick={download.onSubmit}>
          Download my data
        </Button>
        <Button kind="quiet" icon="trash" class="text-danger-text" onClick={() => setDeleting(true)}>
          Delete the account
        </Button>
      </div>
      <Dialog open={deleting} title="Delete the account?" onClose={() => setDeleting(false)}>
        <DeleteForm onClose={() => setDeleting(false)} />
      </Dialog>
    </Card>
  );
}

function DeleteForm({ onClose }: { readonly onClose: () => void }) {
  const [password, setPassword] = useState('');
  const remove = useSubmit(async () => {
    await api.delete('/users/profile', { password });
    session.forget();
  });
  return (
    <form class="flex flex-col gap-4" onSubmit={remove.onSubmit}>
      <p class="text-muted">
        Your name, address, picture, contacts and rooms are removed. What you wrote in other people’s rooms
        stays without your name. This cannot be undone.
      </p>
      <FormProblem problem={remove.problem} />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        value={password}
        onValue={setPassword}
      />
      <div class="flex justify-end gap-3">
        <Button kind="secondary" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" kind="danger" busy={remove.busy}>
          Delete the account
        </Button>
      </div>
    </form>
  );
}

/** Hands a file to the browser's downloads. */
function saveAs(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
