import { signal } from '@preact/signals';

export type Panel = 'chat' | 'people' | 'breakouts';
export type MeetingDialog = 'settings' | 'shortcuts' | 'leave' | 'rules';

export type MeetingUi = ReturnType<typeof createMeetingUi>;

/** What is open beside the stage. */
export function createMeetingUi() {
  const panel = signal<Panel | undefined>(undefined);
  const dialog = signal<MeetingDialog | undefined>(undefined);
  /** Whose menu is open. */
  const person = signal<string | undefined>(undefined);
  return {
    panel,
    dialog,
    person,
    toggle(wanted: Panel): void {
      panel.value = panel.peek() === wanted ? undefined : wanted;
    },
  };
}
