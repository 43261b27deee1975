/** What the user asks of `loadtest browser`. */
export interface BrowserRequest {
  /** Real browsers; each publishes a coded picture and watches those of all others. */
  readonly browsers: number;
  /** Light participants in the same room. */
  readonly participants: number;
  readonly durationSeconds: number;
}

/** A browser alone has nobody whose picture it could time. More than eight of them are more than any one machine carries. */
export const browserCount = { min: 2, max: 8 } as const;

/** One of the light participants publishes, so at least one more has to receive. */
export const participantCount = { min: 2, max: 500 } as const;

export const browserDefaults: BrowserRequest = { browsers: 2, participants: 10, durationSeconds: 30 };
