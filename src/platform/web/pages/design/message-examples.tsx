import { useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Example } from './example.tsx';

const exampleProblem = new ApiProblem({
  status: 503,
  code: 'unavailable',
  title: 'A service that this request needs is away; try again',
});

/** What the app says of itself. */
export function MessageExamples() {
  const [open, setOpen] = useState(false);
  return (
    <Card title="Messages">
      <Example
        name="Banner"
        props='kind="error | warning | info | success"'
        text="Concerns what stands below it."
      >
        <div class="flex w-full flex-col gap-3">
          <Banner kind="success">The address is confirmed.</Banner>
          <Banner kind="info">The meeting is being recorded.</Banner>
          <Banner kind="warning">Confirm your e-mail address first.</Banner>
          <Banner kind="error">The e-mail address or the password is wrong.</Banner>
        </div>
      </Example>
      <Example
        name="Toast"
        props='showToast(text, kind="success | error | info")'
        text="Tells something in passing."
      >
        <Button kind="secondary" onClick={() => showToast('Saved')}>
          Show a toast
        </Button>
        <Button kind="secondary" onClick={() => showToast('The server cannot be reached.', 'error')}>
          Show an error
        </Button>
      </Example>
      <Example
        name="Dialog"
        props="open title onClose actions"
        text="A question that comes first; Escape closes it."
      >
        <Button kind="secondary" onClick={() => setOpen(true)}>
          Open a dialog
        </Button>
        <Dialog
          open={open}
          title="End the meeting for everyone?"
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button kind="secondary" onClick={() => setOpen(false)}>
                Cancel
              </Button>
              <Button kind="danger" onClick={() => setOpen(false)}>
                End the meeting
              </Button>
            </>
          }
        >
          <p class="text-muted">Everyone in the room is sent out.</p>
        </Dialog>
      </Example>
      <Example name="EmptyState" props="icon title text action" text="A list in which nothing is yet.">
        <div class="w-full">
          <EmptyState icon="calendar" title="Nothing is planned" text="Meetings with a date appear here." />
        </div>
      </Example>
      <Example name="ErrorState" props="error onRetry" text="A page or list that did not come.">
        <div class="w-full">
          <ErrorState error={exampleProblem} onRetry={() => showToast('Trying again', 'info')} />
        </div>
      </Example>
    </Card>
  );
}
