import { ExitCode } from '../../../src/errors.ts';
import type { BadInput } from './bad-input.ts';

/** The platform on this machine, where none runs. */
export const badPlatform: readonly BadInput[] = [
  {
    line: 'deploy --profile huge',
    exitCode: ExitCode.usage,
    error: '--profile huge: accepted: lean, ha',
    next: 'gomeet deploy --help',
  },
  {
    line: 'deploy --api-workers 17',
    exitCode: ExitCode.usage,
    error: '--api-workers 17: accepted: a whole number from 1 to 16',
    next: 'gomeet deploy --help',
  },
  {
    line: 'deploy --target moon',
    exitCode: ExitCode.usage,
    error: '--target moon: accepted: local, kubernetes',
    next: 'gomeet deploy --help',
  },
  {
    line: 'deploy --exit-code',
    exitCode: ExitCode.usage,
    error: '--exit-code is accepted only with --dry-run: a deployment leaves no changes pending',
    next: 'gomeet deploy --dry-run --exit-code',
  },
  {
    line: 'deploy --overlay test',
    exitCode: ExitCode.usage,
    error: '--overlay: accepted only with --target kubernetes',
    next: 'leave it out, or add --target kubernetes',
  },
  {
    line: 'deploy --dry-run',
    files: { '.gomeet': 'a file' },
    exitCode: ExitCode.usage,
    error: 'no folder can be here: {cwd}/.gomeet',
    next: 'gomeet config show --origin   says who set local.directory; accepted is a folder',
    read: 'docs/checks.md#disk',
  },
  {
    line: 'deploy',
    env: { GOMEET_LOCAL_PORTS_API: '22' },
    exitCode: ExitCode.usage,
    error: 'GOMEET_LOCAL_PORTS_API: Too small: expected number to be >=1024',
    next: 'unset GOMEET_LOCAL_PORTS_API, or give it an accepted value; gomeet help environment lists every key',
  },
  {
    line: 'status extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'status'. Expected 0 arguments but got 1: extra.",
    next: 'gomeet status --help',
  },
  {
    line: 'status --environment staging',
    exitCode: ExitCode.usage,
    error: '--environment: accepted only with --target kubernetes',
    next: 'leave it out, or add --target kubernetes',
  },
  {
    line: 'status',
    files: { '.gomeet': 'a file' },
    exitCode: ExitCode.usage,
    error: '{cwd}/.gomeet/supervisor.json cannot be read: a part of the path is a file',
    next: 'gomeet config show --origin   says who set local.directory; accepted is a folder that is yours',
  },
  {
    line: 'status',
    files: { '.gomeet/supervisor.json': '{' },
    exitCode: ExitCode.prerequisite,
    error: '{cwd}/.gomeet/supervisor.json is damaged: it is no JSON',
    next: 'mv {cwd}/.gomeet/supervisor.json {cwd}/.gomeet/supervisor.json.damaged && gomeet status',
  },
  {
    line: 'health-check --wait 0s',
    exitCode: ExitCode.usage,
    error: '--wait 0s: accepted: a duration such as 30s, 5m or 1h, from 1 s to 3,600 s',
    next: 'gomeet health-check --help',
  },
  {
    line: 'health-check --wait 2h',
    exitCode: ExitCode.usage,
    error: '--wait 2h: accepted: a duration such as 30s, 5m or 1h, from 1 s to 3,600 s',
    next: 'gomeet health-check --help',
  },
  {
    line: 'health-check --watch --json',
    exitCode: ExitCode.usage,
    error: '--watch goes on and does not go with --json',
    next: 'gomeet health-check --wait 2m   ends by itself',
  },
  {
    line: 'health-check --watch --wait 1m',
    exitCode: ExitCode.usage,
    error: '--watch goes on and does not go with --wait',
    next: 'gomeet health-check --wait 2m   ends by itself',
  },
  {
    line: 'health-check --output xml',
    exitCode: ExitCode.usage,
    error: '--output xml: accepted: table, short, junit',
    next: 'gomeet health-check --help',
  },
  {
    line: 'health-check --fail-on info',
    exitCode: ExitCode.usage,
    error: '--fail-on info: accepted: error, warning',
    next: 'gomeet health-check --help',
  },
  {
    line: 'health-check --paths none',
    exitCode: ExitCode.usage,
    error: '--paths none: accepted: all, direct',
    next: 'gomeet health-check --help',
  },
  {
    line: 'health-check --api-url https://ada:secret@meet.example.com',
    exitCode: ExitCode.usage,
    error:
      '--api-url https://***@meet.example.com: accepted: an address such as https://meet.example.com, without user and password',
    next: 'gomeet health-check --help',
  },
  {
    line: 'health-check --api-url https://meet.example.com',
    exitCode: ExitCode.usage,
    error: '--api-url: accepted only with --target kubernetes',
    next: 'leave it out, or add --target kubernetes',
  },
  {
    line: 'health-check https://ada:secret@meet.example.com',
    exitCode: ExitCode.usage,
    error:
      "too many arguments for 'health-check'. Expected 0 arguments but got 1: https://***@meet.example.com.",
    next: 'gomeet health-check --help',
  },
  {
    line: ['health-check', '--api-url', `https://ada:${'secret'.repeat(30)}@meet.example.com`],
    exitCode: ExitCode.usage,
    error:
      '--api-url https://***@meet.example.com: accepted: an address such as https://meet.example.com, without user and password',
    next: 'gomeet health-check --help',
  },
  {
    line: 'checklist daily --answers nowhere.yaml',
    exitCode: ExitCode.usage,
    error: 'nowhere.yaml cannot be read: there is no such file',
    next: 'gomeet checklist without --answers asks on a terminal; the list asks a person for: alerts-reviewed',
  },
  {
    line: 'checklist weekly --answers a.yaml',
    files: { 'a.yaml': 'backup-verified: maybe\n' },
    exitCode: ExitCode.usage,
    error:
      'a.yaml:1: backup-verified: accepted: done, failed, not-applicable, open, and after a colon what there is to say, such as "failed: one name leads elsewhere"',
    next: 'gomeet checklist without --answers asks on a terminal; the list asks a person for: backup-verified, security-patches, unused-resources, circuit-breakers',
  },
  {
    line: 'checklist weekly --answers a.yaml',
    files: { 'a.yaml': 'backups: done\n' },
    exitCode: ExitCode.usage,
    error: 'a.yaml:1: unknown key "backups"',
    next: 'gomeet checklist without --answers asks on a terminal; the list asks a person for: backup-verified, security-patches, unused-resources, circuit-breakers',
  },
  {
    line: 'down extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'down'. Expected 0 arguments but got 1: extra.",
    next: 'gomeet down --help',
  },
  {
    line: 'down --environment staging',
    exitCode: ExitCode.usage,
    error: '--environment: accepted only with --target kubernetes',
    next: 'leave it out, or add --target kubernetes',
  },
  {
    line: 'down --wipe',
    exitCode: ExitCode.usage,
    error:
      'This needs an answer, and there is nobody to ask: Delete the database, logs, ports and secrets in {cwd}/.gomeet?',
    next: 'Answer beforehand with --yes.',
  },
  {
    line: 'down --plan',
    exitCode: ExitCode.usage,
    error: '--plan: accepted only with --target kubernetes',
    next: 'leave it out, or add --target kubernetes',
  },
  {
    line: 'down --timeout 5x',
    exitCode: ExitCode.usage,
    error: '--timeout 5x: accepted: a duration such as 30s, 5m or 1h, from 1 s to 86,400 s',
    next: 'gomeet down --help',
  },
  {
    line: 'backup --storage relative/path',
    exitCode: ExitCode.usage,
    error:
      '--storage relative/path: accepted: an absolute folder such as /mnt/backups, or s3://bucket/folder?endpoint=host&region=name (keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)',
    next: 'gomeet backup --help',
  },
  {
    line: 'backup --storage s3://key:secret@vault/gomeet?endpoint=s3.example.com',
    exitCode: ExitCode.usage,
    error:
      '--storage s3://***@vault/gomeet?endpoint=s3.example.com: accepted: an absolute folder such as /mnt/backups, or s3://bucket/folder?endpoint=host&region=name (keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)',
    next: 'gomeet backup --help',
  },
  {
    line: 'backup',
    exitCode: ExitCode.critical,
    error: 'no platform runs here ({cwd}/.gomeet)',
    next: 'gomeet deploy --target local',
  },
  {
    line: 'backup list',
    exitCode: ExitCode.prerequisite,
    error: 'no backup was ever made of the platform in {cwd}/.gomeet',
    next: 'gomeet backup',
  },
  {
    line: 'backup list extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'list'. Expected 0 arguments but got 1: extra.",
    next: 'gomeet backup list --help',
  },
  {
    line: 'backup list',
    files: { '.gomeet/backup/settings.json': '{' },
    exitCode: ExitCode.prerequisite,
    error: '{cwd}/.gomeet/backup/settings.json is damaged: it is no JSON',
    next: 'mv {cwd}/.gomeet/backup/settings.json {cwd}/.gomeet/backup/settings.json.damaged && gomeet status',
  },
  {
    line: 'backup verify yesterday',
    exitCode: ExitCode.usage,
    error: '[backup] yesterday: accepted: a name such as 20261121-223108F; gomeet backup list shows them',
    next: 'gomeet backup verify --help',
  },
  {
    line: 'backup verify 20261121-223108F',
    exitCode: ExitCode.prerequisite,
    error: 'no backup was ever made of the platform in {cwd}/.gomeet',
    next: 'gomeet backup',
  },
  {
    line: 'backup verify --all',
    exitCode: ExitCode.usage,
    error: "unknown option '--all'",
    next: 'gomeet backup verify --help',
  },
  {
    line: 'backup metrics extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'metrics'. Expected 0 arguments but got 1: extra.",
    next: 'gomeet backup metrics --help',
  },
  {
    line: 'backup metrics --to file',
    exitCode: ExitCode.usage,
    error: "unknown option '--to'",
    next: 'gomeet backup metrics --help',
  },
  {
    line: 'restore --to yesterday',
    exitCode: ExitCode.usage,
    error:
      '--to yesterday: accepted: a time with its offset, such as 2026-11-21T14:05:30Z or 2026-11-21T22:05:30.250+08:00',
    next: 'gomeet restore --help',
  },
  {
    line: 'restore --to 2026-13-45T00:00:00Z',
    exitCode: ExitCode.usage,
    error:
      '--to 2026-13-45T00:00:00Z: accepted: a time with its offset, such as 2026-11-21T14:05:30Z or 2026-11-21T22:05:30.250+08:00',
    next: 'gomeet restore --help',
  },
  {
    line: 'restore --to 2999-01-01T00:00:00Z',
    exitCode: ExitCode.usage,
    error: '--to 2999-01-01T00:00:00.000Z lies in the future; it is 2026-11-22T09:00:00.000Z',
    next: 'gomeet restore   without --to brings back everything that the archive has',
  },
  {
    line: 'restore --key-file key',
    exitCode: ExitCode.usage,
    error: '--key-file belongs to the backups of another platform: --storage is missing',
    next: 'gomeet restore --help',
  },
  {
    line: 'restore --redis drop',
    exitCode: ExitCode.usage,
    error: '--redis drop: accepted: keep, copy, empty',
    next: 'gomeet restore --help',
  },
  {
    line: 'restore',
    exitCode: ExitCode.prerequisite,
    error: 'there is no platform in {cwd}/.gomeet to restore into',
    next: 'gomeet deploy --target local',
  },
];
