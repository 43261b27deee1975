import type { Run } from '../results/run.ts';
import { formatDuration, formatNumber, formatQuantity } from '../units.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { statusBadge, statusStyle } from './status-view.ts';

/** Counts that are told as "part of whole" at the head of the report, where the run has them. */
const SHARES = [
  { title: 'participants joined', part: 'participantsJoined', whole: 'participantsRequested' },
  { title: 'received everything', part: 'participantsReceiving', whole: 'participantsRequested' },
  { title: 'connections held', part: 'connectionsHeld', whole: 'connectionsRequested' },
  { title: 'tracks received', part: 'tracksReceived', whole: 'tracksExpected' },
] as const;

const TOTALS = [
  { title: 'packets received', name: 'packetsReceived' },
  { title: 'packets lost', name: 'packetsLost' },
  { title: 'of these lost by the generator', name: 'packetsLostByGenerator' },
  { title: 'messages lost', name: 'messagesLost' },
] as const;

/** `2026-11-20 14:03 UTC` */
export function formatTime(isoTime: string): string {
  return `${isoTime.slice(0, 10)} ${isoTime.slice(11, 16)} UTC`;
}

function figure(value: string, of: string | null, title: string): Markup {
  return html`<li><b>${value}</b>${of !== null && html`<i> of ${of}</i>`} <span>${title}</span></li>`;
}

function keyFigures(counts: Run['counts']): readonly Markup[] {
  const shares = SHARES.flatMap(({ title, part, whole }) => {
    const [n, of] = [counts[part], counts[whole]];
    return n === undefined || of === undefined ? [] : [figure(formatNumber(n), formatNumber(of), title)];
  });
  const totals = TOTALS.flatMap(({ title, name }) => {
    const n = counts[name];
    return n === undefined ? [] : [figure(formatNumber(n), null, title)];
  });
  return [...shares, ...totals];
}

/** Head of the report: the verdict in words, what was run where and when, and the figures everybody asks for first. */
export function verdictView(run: Run): Markup {
  const { host } = run.environment;
  const durationMs = Date.parse(run.endedAt) - Date.parse(run.startedAt);
  const words = run.verdict.summary.replace(/^[A-Z ]+ — /, '');
  return html`<header class="verdict ${statusStyle(run.verdict.status)}">
<p class="kicker">gomeet · ${run.kind} · ${run.target}</p>
<h1>${statusBadge(run.verdict.status)}${run.partial && html` <span class="partial">PARTIAL</span>`} <span class="words">${words}</span></h1>
${run.partial && html`<p class="interruption">This run did not end as planned${run.partialReason !== null && html`: ${run.partialReason}`}. What it measured until then is below; it can show a miss, never a pass.</p>`}
<p class="facts">${formatTime(run.startedAt)} · ${formatDuration(durationMs)} · ${host.cpus} cores, ${formatQuantity(host.memoryBytes, 'bytes')} · run <code>${run.id}</code></p>
<ul class="figures">${keyFigures(run.counts)}</ul>
</header>`;
}
