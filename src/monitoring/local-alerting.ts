import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Alerting } from '../adapters/local-target.ts';
import { localLimits } from './plan-limits.ts';
import { RuleFileSchema } from './rule-file.ts';
import { type AlertmanagerSettings, scaleRoutes } from './scale-routes.ts';
import { scaleRules } from './scale-rules.ts';

/**
 * A fifth of the cluster's time: who breaks a platform on this machine hears of it after seconds, and 20 targets asked every 3 s take
 * two cores little. What has to hold for a minute there has to hold for 12 s here.
 */
const timeDivisor = 5;
/** Of the cluster's prometheus.yml. */
const clusterScrapeIntervalMs = 15_000;
/** LiveKit adds to its counters of packets every few seconds only. */
const shortestWindowMs = 20_000;

/**
 * The cluster's alert rules and routes for profile `ha`: thresholds from its own plan, times divided, and every receiver the recorder.
 *
 * @throws ZodError for a rule file that has what gomeet does not know
 */
export function localAlerting(projectRoot: string): Alerting {
  const folder = join(projectRoot, 'manifests/components/monitoring');
  const names = readdirSync(join(folder, 'rules')).filter((name) => name.endsWith('.yml'));
  const files = names.map((name) =>
    RuleFileSchema.parse(parse(readFileSync(join(folder, 'rules', name), 'utf8'))),
  );
  const scaled = scaleRules(files, { limits: localLimits, timeDivisor, shortestWindowMs });
  const routes = parse(readFileSync(join(folder, 'alertmanager.yml'), 'utf8')) as AlertmanagerSettings;
  return {
    ruleFiles: Object.fromEntries(names.map((name, index) => [name, stringify(scaled[index])])),
    scrapeIntervalMs: clusterScrapeIntervalMs / timeDivisor,
    routes: (recorderUrl) => stringify(scaleRoutes(routes, { recorderUrl, timeDivisor })),
  };
}
