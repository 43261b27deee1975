import { existsSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeWhole } from './backup-files.ts';

/** The platform's own files: what it knows by heart, beside its data. */
export type ConfigurationCopy = Readonly<Record<string, string>>;

/** Secrets come back with the data that they open; ports are chosen anew where a platform comes up. */
const stateFiles = ['secrets.json', 'revisions.ndjson', 'profile.json'] as const;

export function takeConfigurationCopy(directory: string, configFile: string): ConfigurationCopy {
  const paths = [...stateFiles.map((name) => join(directory, name)), configFile];
  return Object.fromEntries(
    paths.filter((path) => existsSync(path)).map((path) => [basename(path), readFileSync(path, 'utf8')]),
  );
}

/**
 * Puts back the secrets that open the restored data; what differs moves aside. The record of deployments is put back only where
 * there is none: it tells what happened here. A gomeet.yaml is never overwritten.
 *
 * @returns what was changed, for people
 */
export function placeConfiguration(copy: ConfigurationCopy, directory: string, stamp: string): string[] {
  const changed: string[] = [];
  const secrets = join(directory, 'secrets.json');
  if (copy['secrets.json'] !== undefined && !hasText(secrets, copy['secrets.json'])) {
    if (existsSync(secrets)) renameSync(secrets, `${secrets}.replaced-${stamp}`);
    writeWhole(secrets, copy['secrets.json'], 0o600, undefined);
    changed.push(`secrets (the former ones: ${secrets}.replaced-${stamp})`);
  }
  const revisions = join(directory, 'revisions.ndjson');
  if (copy['revisions.ndjson'] !== undefined && !existsSync(revisions)) {
    writeWhole(revisions, copy['revisions.ndjson'], 0o600, undefined);
    changed.push('the record of deployments');
  }
  return changed;
}

const hasText = (path: string, text: string): boolean =>
  existsSync(path) && readFileSync(path, 'utf8') === text;
