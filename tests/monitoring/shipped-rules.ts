import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Rule, type RuleFile, RuleFileSchema } from '../../src/monitoring/rule-file.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const monitoringFolder = join(repository, 'manifests/components/monitoring');

/** The rule files of the manifests, by name. */
export const shippedFiles: ReadonlyMap<string, RuleFile> = new Map(
  readdirSync(join(monitoringFolder, 'rules')).map((file) => [
    file,
    RuleFileSchema.parse(parse(readFileSync(join(monitoringFolder, 'rules', file), 'utf8'))),
  ]),
);

export const shippedRules: readonly Rule[] = [...shippedFiles.values()].flatMap(({ groups }) =>
  groups.flatMap(({ rules }) => rules),
);

export const shippedAlerts: readonly (Rule & { alert: string })[] = shippedRules.flatMap((rule) =>
  rule.alert === undefined ? [] : [{ ...rule, alert: rule.alert }],
);
