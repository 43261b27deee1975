import type { Kpi } from './kpi-definition.ts';

/** What a person at a real browser feels. The requirements name none of these: targets and critical values are ours. */
export const BROWSER_KPIS = [
  {
    id: 'browsers-joined',
    title: 'Browsers joined',
    meaning: 'Of all browsers that were asked to join: those with a media connection up.',
    unit: '%',
    direction: 'at-least',
    target: 100,
    critical: 99,
    judged: { by: 'share' },
    source: 'ours: the few browsers of a test have to get in, every one',
  },
  {
    id: 'browser-time-to-join',
    title: 'Time to join of the slowest browser',
    meaning:
      'From the intended moment of joining to a media connection, by the API and LiveKit, in a real browser.',
    unit: 'ms',
    direction: 'below',
    target: 2_000,
    critical: 5_000,
    judged: { by: 'count' },
    source:
      'ours: the values of time-to-join-p95; a few browsers have no percentile, so the slowest is judged',
  },
  {
    id: 'browser-time-to-first-frame',
    title: 'Time to first frame of the slowest browser',
    meaning: 'From the intended moment of joining to the first video frame on the screen of a real browser.',
    unit: 'ms',
    direction: 'below',
    target: 3_000,
    critical: 5_000,
    judged: { by: 'count' },
    source:
      'ours: half a second more than for light participants, who neither decode nor show what they receive',
  },
  {
    id: 'glass-to-glass-latency-p95',
    title: 'Glass-to-glass latency, p95',
    meaning:
      'From the painting of a frame in one browser to its showing in another; camera and display not included.',
    unit: 'ms',
    direction: 'below',
    target: 300,
    critical: 400,
    judged: { by: 'percentile', quantile: 0.95 },
    source:
      'ours: 150 ms for the transport (G03) and as much for encoding, jitter buffer, decoding and display; above 400 ms people interrupt one another (ITU-T G.114)',
  },
  {
    id: 'browser-frozen-time',
    title: 'Time frozen in browsers',
    meaning:
      'Of the time for which browsers watched one another: in which the picture stood still (freeze as WebRTC statistics define it).',
    unit: '%',
    direction: 'below',
    target: 1,
    critical: 5,
    judged: { by: 'share' },
    source: 'ours: 1 % is less than a second a minute; at 5 % people turn the camera off',
  },
] as const satisfies readonly Kpi[];
