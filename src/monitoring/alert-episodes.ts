import { z } from 'zod';

/** A line of the recorder's file: one notification of Alertmanager (webhook, version 4) and when it arrived. */
const LineSchema = z.object({
  arrivedMs: z.number(),
  notification: z.object({
    alerts: z.array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()).default({}),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.iso.datetime({ offset: true }),
        fingerprint: z.string(),
      }),
    ),
  }),
});

/** One alert from its beginning to its end. All times in milliseconds since 1970. */
export interface FiredAlert {
  readonly name: string;
  readonly severity: string;
  /** When the condition had held for as long as the rule asks, by Prometheus' clock. */
  readonly firedAt: number;
  /** When the first notification of it arrived: what a person on call would have had. */
  readonly notifiedAt: number;
  /** Null while it goes on. */
  readonly resolvedAt: number | null;
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Folds notifications into alerts. Alertmanager repeats itself: a notification names every alert of its group each time, so an
 * alert is known by its labels' fingerprint and its beginning.
 *
 * @param text the recorder's file; a last line that is still being written is left out
 * @returns in the order in which they fired
 * @throws SyntaxError or ZodError for a whole line that is no notification
 */
export function alertEpisodes(text: string): FiredAlert[] {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const episodes = new Map<string, FiredAlert>();
  for (const line of lines.filter((written) => written !== '')) {
    const { arrivedMs, notification } = LineSchema.parse(JSON.parse(line));
    for (const { status, labels, annotations, startsAt, endsAt, fingerprint } of notification.alerts) {
      const key = `${fingerprint} ${startsAt}`;
      const { alertname: name = '', severity = '' } = labels;
      const begun = episodes.get(key);
      episodes.set(key, {
        name,
        severity,
        firedAt: Date.parse(startsAt),
        notifiedAt: begun?.notifiedAt ?? arrivedMs,
        resolvedAt: status === 'resolved' ? Date.parse(endsAt) : (begun?.resolvedAt ?? null),
        summary: begun?.summary ?? annotations.summary ?? '',
        labels,
      });
    }
  }
  return [...episodes.values()].sort((a, b) => a.firedAt - b.firedAt);
}
