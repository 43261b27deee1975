import type { Finding, Limit, Run } from '../results/run.ts';
import { formatQuantity } from '../units.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const SEVERITIES = ['error', 'warning', 'info'] as const;

function findingItem(finding: Finding): Markup {
  return html`<li class="finding ${finding.severity}"><h3>${finding.title}</h3><p>${finding.evidence}</p><p class="advice">${finding.advice}</p></li>`;
}

function limitRow(limit: Limit): Markup {
  const share = limit.available > 0 ? Math.round((100 * limit.used) / limit.available) : 0;
  return html`<tr><th scope="row">${limit.title}</th>
<td data-label="Used" class="number">${formatQuantity(limit.used, limit.unit)} <small>of ${formatQuantity(limit.available, limit.unit)}</small></td>
<td data-label="Share" class="graph"><svg class="bullet" viewBox="0 0 132 18" width="132" height="18" role="img"><title>${share} % used</title><rect class="track" y="4" width="132" height="10" rx="2"/><rect class="bar" y="7" width="${Math.round(1.32 * Math.min(100, share))}" height="4"/></svg></td>
<td data-label="So">${limit.consequence} <small>${limit.provenance}</small></td></tr>`;
}

/** What limits the platform or the test, what to do about it, and what this machine could not have carried. */
export function limitsView(run: Run): Markup {
  const findings = SEVERITIES.flatMap((severity) =>
    run.findings.filter((each) => each.severity === severity),
  );
  return html`<section aria-labelledby="limits"><h2 id="limits">What limits us, and what to do</h2>
${findings.length === 0 ? html`<p>Nothing was found that calls for action.</p>` : html`<ul class="findings">${findings.map(findingItem)}</ul>`}
${run.limits.length > 0 && html`<table class="limits"><caption>How near this machine came to its limits, and what it could not have carried</caption><thead><tr><th scope="col">Resource</th><th scope="col" class="number">Used</th><th scope="col">Share</th><th scope="col">So</th></tr></thead><tbody>${run.limits.map(limitRow)}</tbody></table>`}</section>`;
}
