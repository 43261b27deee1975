import type { ComponentChildren } from 'preact';
import { useSubmit } from '../loading/use-submit.ts';
import { FormProblem } from './banner.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly children: ComponentChildren;
  /** What the button that does it says: a verb, never just "OK". */
  readonly confirm: string;
  readonly action: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back, and stays open with the reason when it was refused. */
export function ConfirmDialog({ open, title, children, confirm, action, onClose }: ConfirmDialogProps) {
  const { busy, problem, onSubmit } = useSubmit(async () => {
    await action();
    onClose();
  });
  return (
    <Dialog
      open={open}
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button kind="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="danger" busy={busy} onClick={onSubmit}>
            {confirm}
          </Button>
        </>
      }
    >
      <FormProblem problem={problem} />
      <div class="text-muted">{children}</div>
    </Dialog>
  );
}
