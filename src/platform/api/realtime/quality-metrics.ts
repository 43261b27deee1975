import { Histogram, type Registry } from 'prom-client';
import type { QualityReport } from './client-messages.ts';

/** What clients saw and heard, as metrics. Nothing in them tells one person from another. */
export interface QualityMetrics {
  observe(report: QualityReport): void;
}

const seconds = (...milliseconds: number[]) => milliseconds.map((value) => value / 1000);
const ratios = [0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5];

export function createQualityMetrics(registry: Registry): QualityMetrics {
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `gomeet_client_${name}`, help, buckets, registers: [registry] });
  const rtt = histogram(
    'rtt_seconds',
    'Round trip to the media server',
    seconds(5, 10, 25, 50, 100, 150, 200, 300, 500, 1000, 2000),
  );
  const jitter = histogram(
    'jitter_seconds',
    'Jitter of what was received',
    seconds(1, 2, 5, 10, 20, 30, 50, 100, 200),
  );
  const loss = histogram('loss_ratio', 'Share of packets that did not arrive', ratios);
  const freeze = histogram('freeze_ratio', 'Share of the time in which pictures stood still', ratios);
  const concealment = histogram('concealment_ratio', 'Share of sound that was made up', ratios);
  const frames = histogram(
    'frames_per_second',
    'Frames of the largest picture',
    [1, 5, 10, 15, 20, 24, 25, 30, 60],
  );
  const height = histogram(
    'frame_height_pixels',
    'Height of the largest picture',
    [180, 360, 540, 720, 1080],
  );
  const joining = seconds(250, 500, 1000, 1500, 2000, 3000, 5000, 10_000, 30_000);
  const join = histogram('join_seconds', 'From the wish to join until media flowed', joining);
  const firstFrame = histogram('first_frame_seconds', 'From the wish to join to the first picture', joining);
  const score = histogram('score', 'Mean opinion score, 1 to 5', [1, 2, 2.5, 3, 3.5, 4, 4.3, 5]);
  const observe = (metric: Histogram, value: number | undefined, scale = 1) => {
    if (value !== undefined) metric.observe(value * scale);
  };
  return {
    observe: (report) => {
      observe(rtt, report.rttMs, 0.001);
      observe(jitter, report.jitterMs, 0.001);
      observe(loss, report.lossRatio);
      observe(freeze, report.freezeRatio);
      observe(concealment, report.concealmentRatio);
      observe(frames, report.framesPerSecond);
      observe(height, report.resolution === undefined ? undefined : Number(report.resolution.split('x')[1]));
      observe(join, report.joinMs, 0.001);
      observe(firstFrame, report.firstFrameMs, 0.001);
      observe(score, report.score);
    },
  };
}
