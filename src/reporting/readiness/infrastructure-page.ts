import { formatNumber } from '../../units.ts';
import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { fillFrame, type ReportTemplate } from '../page-frame.ts';
import type { ReadinessFacts } from './facts.ts';
import { pagesNav } from './pages.ts';

/** How the parts hang together, and where each is written down in full. */
const DESIGN = [
  [
    'Services',
    'API in four roles (auth, meeting, signaling, chat), media servers (LiveKit), TURN, recorder, web app',
    'docs/platform.md',
  ],
  [
    'Media',
    'one media server on each node with the host’s network; a meeting lives on one node; nodes come and go by generations, and a drain ends no meeting',
    'manifests/README.md',
  ],
  [
    'Data',
    'PostgreSQL with synchronous replicas, rooms in buckets on shards; Redis with Sentinels',
    'docs/shards.md',
  ],
  [
    'Edge',
    'load balancer, Traefik, TLS that ends at the edge; media go past it by UDP',
    'manifests/README.md',
  ],
  [
    'Scaling',
    'autoscalers between the plan’s pods and their greatest number; media nodes by generations',
    'docs/decisions.md',
  ],
  ['Network', 'nothing reaches a pod that no policy names', 'docs/decisions.md'],
  ['Monitoring', 'alerts that compare with the plan, dashboards, traces', 'docs/checks.md'],
] as const;

/** The design of the infrastructure as the plan sizes it: machines, pods, how it hangs together. */
export function buildInfrastructurePage(facts: ReadinessFacts, template: ReportTemplate): string {
  const { plan } = facts.priced;
  const nodes = plan.pools.reduce((sum, pool) => sum + pool.nodes, 0);
  const body = html`<header class="verdict">${pagesNav('infrastructure')}<p class="kicker">gomeet · infrastructure · ${plan.choices.provider}, ${plan.choices.region}</p>
<h1>${formatNumber(nodes)} machines <span class="words">${facts.priced.description}</span></h1></header>
<main>${poolsView(facts)}${podsView(facts)}
<section aria-labelledby="design"><h2 id="design">How it hangs together</h2><table class="plain"><thead><tr><th scope="col">Part</th><th scope="col">Design</th><th scope="col">In full</th></tr></thead><tbody>${DESIGN.map(([part, design, file]) => html`<tr><th scope="row">${part}</th><td>${design}</td><td><code>${file}</code></td></tr>`)}</tbody></table></section>
${warningsView(plan.warnings)}</main>`;
  return fillFrame(template, `Infrastructure · ${plan.name}`, body);
}

const gib = (bytes: number): string => `${formatNumber(Number((bytes / 2 ** 30).toFixed(1)))} GiB`;

function poolsView({ priced: { plan } }: ReadinessFacts): Markup {
  return html`<section aria-labelledby="machines"><h2 id="machines">Machines</h2><div class="wide-table" tabindex="0" role="region" aria-label="Table of machines"><table class="plain"><caption>A media node takes ${plan.media.meetingsPerNode} of the largest meeting; ${plan.media.limitedBy} is what it runs out of first.</caption><thead><tr><th scope="col">Pool</th><th scope="col" class="number">Nodes</th><th scope="col" class="number">of these spare</th><th scope="col">Size</th><th scope="col" class="number">Cores</th><th scope="col" class="number">Memory</th><th scope="col" class="number">Network</th></tr></thead><tbody>${plan.pools.map(
    (pool) =>
      html`<tr><th scope="row">${pool.id}<small>${pool.purpose}</small></th><td class="number">${pool.nodes}</td><td class="number">${pool.spareNodes}</td><td>${pool.size}</td><td class="number">${pool.cores}</td><td class="number">${gib(pool.memoryBytes)}</td><td class="number">${pool.networkBitsPerSecond === null ? 'unknown' : `${pool.networkBitsPerSecond / 1e9} Gbit/s`}</td></tr>
`,
  )}</tbody></table></div></section>`;
}

function podsView({ priced: { plan } }: ReadinessFacts): Markup {
  return html`<section aria-labelledby="pods"><h2 id="pods">Pods</h2><div class="wide-table" tabindex="0" role="region" aria-label="Table of pods"><table class="plain"><caption>What each asks for; autoscalers stay between the two counts.</caption><thead><tr><th scope="col">Pods</th><th scope="col" class="number">Count</th><th scope="col" class="number">At most</th><th scope="col" class="number">CPU</th><th scope="col" class="number">Memory</th><th scope="col">Nodes</th></tr></thead><tbody>${plan.workloads.map(
    ({ name, replicas, maximumReplicas, cpuMillicores, memoryBytes, pool }) =>
      html`<tr><th scope="row">${name}</th><td class="number">${replicas}</td><td class="number">${maximumReplicas ?? '—'}</td><td class="number">${formatNumber(cpuMillicores / 1000)}</td><td class="number">${gib(memoryBytes)}</td><td>${pool}</td></tr>
`,
  )}</tbody></table></div></section>`;
}

const warningsView = (warnings: readonly string[]): Markup | null =>
  warnings.length === 0
    ? null
    : html`<section aria-labelledby="warnings"><h2 id="warnings">What the plan warns of</h2><ul class="findings">${warnings.map((warning) => html`<li class="finding warning">${warning}</li>`)}</ul></section>`;
