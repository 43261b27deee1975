import { backupTable } from './backup/index.ts';
import { cloudTable } from './cloud/index.ts';
import type { Command } from './command.ts';
import { costTable } from './cost/index.ts';
import { scenarioTable } from './loadtest/index.ts';
import { planTable } from './plan/index.ts';
import { reportTable } from './report/index.ts';
import { secretsTable } from './secrets/index.ts';

/** A line of `gomeet --help`. The command's own file loads only when it is run or asked for its help. */
export interface CommandEntry {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  load(): Promise<Command>;
  /** What the help shows after the name, where commander's own words would mislead. */
  readonly usage?: string;
  /** Name of its JSON document where it is not that of the command above: `catalog-verify`. */
  readonly document?: string;
  /** Commands below this one, such as the scenarios of `loadtest`; without a name of their own their documents bear this one's. */
  readonly below?: readonly CommandEntry[];
}

/** Every command, in the order of `gomeet --help`. To add one: write its file, add its line here. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'quickstart',
    group: 'Start here',
    summary: 'set up, deploy locally, load a room of 500 people, check, report',
    load: async () => (await import('./quickstart.ts')).quickstart,
  },
  {
    name: 'setup',
    group: 'Start here',
    summary: 'install or build what the local platform needs',
    load: async () => (await import('./setup.ts')).setup,
  },
  {
    name: 'doctor',
    group: 'Start here',
    summary: 'check every prerequisite; each red line has the command that mends it',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'audit',
    group: 'Plan it',
    summary: 'judge a plan against physics, prices, Kubernetes and itself',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'calibrate',
    group: 'Plan it',
    summary: 'fit the capacity model to recorded runs',
    load: async () => (await import('./calibrate.ts')).calibrate,
  },
  {
    name: 'plan',
    group: 'Plan it',
    summary: 'from an event to machines, traffic and storage; explain and diff',
    load: async () => (await import('./plan.ts')).plan,
    usage: '[event] [options]',
    below: planTable,
  },
  {
    name: 'cost',
    group: 'Plan it',
    summary: 'the monthly bill of a plan with its traffic, and what others would charge',
    load: async () => (await import('./cost.ts')).cost,
    usage: '[plan] [options]',
    below: costTable,
  },
  {
    name: 'roadmap',
    group: 'Plan it',
    summary: 'the tasks: sums, critical path, calendar, and what is shown of each',
    load: async () => (await import('./roadmap.ts')).roadmap,
  },
  {
    name: 'cloud',
    group: 'Run the platform',
    summary: 'the machines below it at DigitalOcean: plan, apply, status, destroy',
    load: async () => (await import('./cloud.ts')).cloud,
    usage: '<action> [options]',
    below: cloudTable,
  },
  {
    name: 'deploy',
    group: 'Run the platform',
    summary: 'show the changes, apply them, wait until the platform is ready',
    load: async () => (await import('./deploy.ts')).deploy,
  },
  {
    name: 'rollback',
    group: 'Run the platform',
    summary: 'back to a recorded revision; says first what it cannot undo',
    load: async () => (await import('./rollback.ts')).rollback,
  },
  {
    name: 'secrets',
    group: 'Run the platform',
    summary: 'renew a secret in the cluster, and restart what reads it',
    load: async () => (await import('./secrets.ts')).secrets,
    usage: '<action> [options]',
    below: secretsTable,
  },
  {
    name: 'status',
    group: 'Run the platform',
    summary: 'what runs, with addresses and logs',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'health-check',
    group: 'Run the platform',
    summary: 'is it working now? checks in order of dependency, ending in a real call',
    load: async () => (await import('./health-check.ts')).healthCheck,
  },
  {
    name: 'checklist',
    group: 'Run the platform',
    summary: 'daily, weekly, monthly and deployment checks; the record is kept',
    load: async () => (await import('./checklist.ts')).checklist,
  },
  {
    name: 'drain',
    group: 'Run the platform',
    summary: 'empty a media server or node without ending a meeting',
    load: async () => (await import('./drain.ts')).drain,
  },
  {
    name: 'scale',
    group: 'Run the platform',
    summary: 'more or fewer media servers; fewer empties the emptiest first',
    load: async () => (await import('./scale.ts')).scale,
  },
  {
    name: 'down',
    group: 'Run the platform',
    summary: 'take it down; the data stays unless --wipe is given',
    load: async () => (await import('./down.ts')).down,
  },
  {
    name: 'backup',
    group: 'Run the platform',
    summary: 'database, Redis and configuration, encrypted; list and verify',
    load: async () => (await import('./backup.ts')).backup,
    usage: '[action] [options]',
    below: backupTable,
  },
  {
    name: 'restore',
    group: 'Run the platform',
    summary: 'bring the data back to any moment that the archive covers',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'loadtest',
    group: 'Measure it',
    summary: 'put a measured load on the platform and judge it by its KPIs',
    load: async () => (await import('./loadtest/loadtest.ts')).loadtest,
    usage: '<scenario> [options]',
    below: scenarioTable,
  },
  {
    name: 'performance-check',
    group: 'Measure it',
    summary: 'a short measured run against the KPI table, beside the last one',
    load: async () => (await import('./performance-check.ts')).performanceCheck,
  },
  {
    name: 'dr-drill',
    group: 'Measure it',
    summary: 'break one thing for real; measure recovery, loss and what people felt',
    load: async () => (await import('./dr-drill.ts')).drDrill,
    usage: '[drill] [options]',
  },
  {
    name: 'prepare-load-test',
    group: 'Measure it',
    summary: 'write load-test-config.json, and say which load tests this machine can generate',
    load: async () => (await import('./prepare-load-test.ts')).prepareLoadTest,
  },
  {
    name: 'report',
    group: 'Measure it',
    summary: 'past runs: list, open, compare, trend, export, PDF; readiness for managers',
    load: async () => (await import('./report.ts')).report,
    usage: '[action] [options]',
    below: reportTable,
  },
  {
    name: 'config',
    group: 'Learn more',
    summary: 'the configuration, with the origin of every value',
    load: async () => (await import('./config.ts')).config,
  },
  {
    name: 'completion',
    group: 'Learn more',
    summary: 'the script with which bash, zsh or fish completes gomeet',
    load: async () => (await import('./completion.ts')).completionOf(commandTable),
  },
  {
    name: 'help',
    group: 'Learn more',
    summary: 'help on a command or on a topic, such as getting-started or exit-codes',
    load: async () => (await import('./help.ts')).helpOn(commandTable),
  },
];
