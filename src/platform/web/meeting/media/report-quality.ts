import type { QualityFigures } from '../signaling/protocol.ts';
import type { MediaRoom } from './media-room.ts';
import { figuresBetween, type QualitySnapshot } from './quality-figures.ts';

const everyMs = 10_000;

/** Sends what this viewer sees and hears, every 10 s; how long joining took goes with the first report that knows it. */
export function startQualityReports(options: {
  readonly media: MediaRoom;
  /** When the user asked to join, on the page's monotonic clock. */
  readonly askedAtMs: number;
  readonly send: (figures: QualityFigures) => boolean;
}) {
  const { media, askedAtMs, send } = options;
  let before: QualitySnapshot = { atMs: performance.now(), rttMs: undefined, tracks: new Map() };
  /** Told once each. */
  let joining: Pick<QualityFigures, 'joinMs' | 'firstFrameMs'> = {};
  let hasFrame = false;
  const sinceAsked = (): number => Math.round(performance.now() - askedAtMs);
  const stopWatching = media.state.subscribe((state) => {
    if (state !== 'connected') return;
    joining = { ...joining, joinMs: sinceAsked() };
    queueMicrotask(() => stopWatching());
  });

  const timer = setInterval(async () => {
    const after = await media.readStatistics();
    const figures = { ...figuresBetween(before, after), ...joining };
    before = after;
    if (Object.keys(figures).length > 0 && send(figures)) joining = {};
  }, everyMs);
  return {
    /** A tile shows its first picture of somebody else. */
    firstFrame(): void {
      if (hasFrame) return;
      hasFrame = true;
      joining = { ...joining, firstFrameMs: sinceAsked() };
    },
    stop(): void {
      clearInterval(timer);
      stopWatching();
    },
  };
}
