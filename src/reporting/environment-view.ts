import type { Run } from '../results/run.ts';
import { formatDuration, formatNumber, formatQuantity } from '../units.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const SPELLINGS: Record<string, string> = {
  api: 'API',
  nacks: 'NACKs',
  plis: 'PLIs',
  websockets: 'WebSockets',
};

/** `packetsLostByGenerator` as words: `Packets lost by generator`. */
function words(name: string): string {
  const [first = '', ...rest] = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(' ');
  return [SPELLINGS[first] ?? first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ');
}

function factsTable(caption: string, facts: readonly (readonly [string, string])[]): Markup | null {
  if (facts.length === 0) return null;
  return html`<table class="plain facts-table"><caption>${caption}</caption><tbody>${facts.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}

function revision({ revision, dirty }: Run['environment']['gomeet']): string {
  if (revision === null) return 'not from a repository';
  return dirty === true ? `${revision} with uncommitted changes` : revision;
}

/** Where and with what the run was made, so that another person can repeat it. */
export function environmentView(run: Run): Markup {
  const { gomeet, host, programs } = run.environment;
  const hostFacts = [
    ['Command', run.command],
    ['gomeet', gomeet.version],
    ['Revision', revision(gomeet)],
    ['System', host.system],
    ['Processor', `${host.cpus} × ${host.cpuModel}`],
    ['Memory', formatQuantity(host.memoryBytes, 'bytes')],
    ['Open files per process', host.openFilesMax === null ? 'unlimited' : formatNumber(host.openFilesMax)],
    ...Object.entries(programs),
  ] as const;
  const parameters = Object.entries(run.parameters).map(
    ([name, value]) => [words(name), String(value ?? '—')] as const,
  );
  const phases = run.phases.map(
    ({ name, startedAt, endedAt }) =>
      [
        words(name),
        `${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}, from ${startedAt.slice(11, 19)} UTC`,
      ] as const,
  );
  const counts = Object.entries(run.counts).map(
    ([name, value]) => [words(name), formatNumber(value)] as const,
  );
  return html`<section aria-labelledby="environment"><h2 id="environment">Environment and provenance</h2><div class="tables">
${factsTable(
  'Environment',
  hostFacts.map(([name, value]) => [name ?? '', value ?? ''] as const),
)}
${factsTable('Parameters', parameters)}
${factsTable('Phases', phases)}
${factsTable('Counts', counts)}</div></section>`;
}
