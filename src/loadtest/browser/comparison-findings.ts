import type { Finding } from '../../results/run.ts';
import { formatQuantity } from '../../units.ts';
import type { GeneratorResult } from '../generator-result.ts';
import type { BrowserResult } from './browser-result.ts';
import { latencyParts } from './latency-parts.ts';
import { type LatencyWay, latencyWays, quantileMs } from './latency-ways.ts';

/** Both ways on RTP time the same packets: further apart, one of them does not tell the truth. */
const rtpAgreementMs = 5;

const ms = (value: number): string => formatQuantity(value, 'ms');

/** How far the ways to measure latency are apart, and why. Says nothing of a way without samples. */
export function comparisonFindings(result: GeneratorResult, browsers: BrowserResult): readonly Finding[] {
  const ways = latencyWays(result, browsers);
  const way = (id: LatencyWay['id']): LatencyWay | undefined => ways.find((each) => each.id === id);
  const [packets, frames, glass] = [way('packets'), way('frames'), way('glass-to-glass')];
  return [
    ...(packets && glass ? [browserFinding(packets, glass, browsers)] : []),
    ...(packets && frames ? [rtpFinding(packets, frames)] : []),
  ];
}

function browserFinding(packets: LatencyWay, glass: LatencyWay, browsers: BrowserResult): Finding {
  const apart = quantileMs(glass, 0.5) - quantileMs(packets, 0.5);
  const parts = [...latencyParts(browsers)].sort((a, b) => b.meanMs - a.meanMs);
  const made = parts.map(({ title, meanMs }) => `${title.toLowerCase()} ${ms(meanMs)}`).join(', ');
  return {
    code: 'browser-latency',
    severity: 'info',
    title: `At p50 video is seen in a browser ${ms(Math.abs(apart))} ${apart < 0 ? 'earlier' : 'later'} than it reaches a light participant`,
    evidence:
      `p50 ${ms(quantileMs(glass, 0.5))} from painted to shown against ${ms(quantileMs(packets, 0.5))} from sent to arrived; ` +
      `p95 ${ms(quantileMs(glass, 0.95))} against ${ms(quantileMs(packets, 0.95))}.${made === '' ? '' : ` A browser's mean is made of ${made}.`}`,
    advice: `Light participants measure the network and the media server alone. Add about ${ms(Math.max(0, apart))} to their latency for what people see, as long as browsers have CPU to spare.`,
  };
}

function rtpFinding(packets: LatencyWay, frames: LatencyWay): Finding {
  const apart = Math.abs(quantileMs(frames, 0.5) - quantileMs(packets, 0.5));
  const agree = apart <= rtpAgreementMs;
  return {
    code: 'rtp-latency-agreement',
    severity: agree ? 'info' : 'warning',
    title: `The two ways to time packets are ${ms(apart)} apart at p50${agree ? '' : `, more than ${ms(rtpAgreementMs)}`}`,
    evidence: `p50 ${ms(quantileMs(packets, 0.5))} by abs-capture-time in every packet, ${ms(quantileMs(frames, 0.5))} by the metadata in decrypted frames.`,
    advice: agree
      ? 'Either may be believed: they come by different routes through the media server.'
      : 'Do not believe either before you know which is wrong: a server may rewrite abs-capture-time to its own clock.',
  };
}
