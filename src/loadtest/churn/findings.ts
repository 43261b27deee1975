import { Histogram } from '../../results/histogram.ts';
import type { Finding } from '../../results/run.ts';
import { formatQuantity } from '../../units.ts';
import type { GeneratorResult } from '../generator-result.ts';

/** What the storm did: how long people were out, and what those who stayed felt. */
export function churnFindings({ counts, histograms }: GeneratorResult): readonly Finding[] {
  const vanished = counts.participantsVanished ?? 0;
  if (vanished === 0) return [];
  const json = histograms.outageUs;
  const outage = json ? Histogram.fromJson(json) : new Histogram();
  const at = (quantile: number): string => {
    const valueUs = outage.quantileUs(quantile);
    return valueUs === null ? '—' : formatQuantity(valueUs / 1000, 'ms');
  };
  const freezes = counts.stayedFreezes ?? 0;
  const rejoined = counts.participantsRejoined ?? 0;
  return [
    {
      code: 'storm',
      severity: rejoined === vanished ? 'info' : 'error',
      title: `${rejoined} of ${vanished} who vanished came back`,
      evidence:
        `From the loss to the first frame: ${at(0.5)} for half of them, ${at(1)} for the slowest, which holds the time until they tried again. ` +
        `Meanwhile ${counts.plisWhileMoving ?? 0} key frames were asked for, and those who stayed had ${freezes} freezes.`,
      advice:
        freezes > 0
          ? 'Key frames asked for by newcomers make publishers send more at once: let LiveKit throttle them (rtc.pli_throttle).'
          : 'Raise --vanish and shorten --return-within to find where it breaks.',
    },
  ];
}
