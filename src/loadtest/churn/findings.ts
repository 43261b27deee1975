import { Histogram } from '../../results/histogram.ts';
import type { Finding } from '../../results/run.ts';
import { formatQuantity } from '../../units.ts';
import type { GeneratorResult } from '../generator-result.ts';
import type { ReconnectName } from '../room/plan.ts';

/** What the storm did: how long people were out, and what those who stayed felt. */
export function churnFindings(
  { counts, histograms }: GeneratorResult,
  reconnect: ReconnectName,
): readonly Finding[] {
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
        outageText(reconnect, at(0.5), at(1), counts.participantsResumed ?? 0) +
        `Meanwhile ${counts.plisWhileMoving ?? 0} key frames were asked for, and those who stayed had ${freezes} freezes.`,
      advice:
        freezes > 0
          ? 'Key frames asked for by newcomers make publishers send more at once: let LiveKit throttle them (rtc.pli_throttle).'
          : 'Raise --vanish and shorten --return-within to find where it breaks.',
    },
  ];
}

function outageText(reconnect: ReconnectName, half: string, slowest: string, resumed: number): string {
  return reconnect === 'rejoin'
    ? `From the loss to the first frame: ${half} for half of them, ${slowest} for the slowest, which holds the time until they tried again. `
    : `${resumed} of them resumed. From the beginning of it to media again: ${half} for half of them, ${slowest} for the slowest; before it they received what was sent. `;
}
