/** What answers an item: checks of the health check, a setting, a run that was made lately, or a person. */
export type AnsweredBy =
  | { readonly health: readonly string[] }
  | { readonly variable: string }
  | { readonly run: string; readonly withinDays: number }
  | { readonly person: string };

export interface ChecklistItem {
  readonly id: string;
  readonly title: string;
  readonly by: AnsweredBy;
  /** Where to look, or what to do about it. */
  readonly command: string;
}

export interface Checklist {
  readonly title: string;
  readonly items: readonly ChecklistItem[];
}

export const itemStatuses = ['done', 'warning', 'failed', 'open', 'not-applicable'] as const;

/** One answer, as the record keeps it. */
export interface ItemResult {
  readonly id: string;
  readonly title: string;
  readonly status: (typeof itemStatuses)[number];
  readonly found: string;
  /** `gomeet`, or who answered. */
  readonly by: string;
  readonly command: string;
}
