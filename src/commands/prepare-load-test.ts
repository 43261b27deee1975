import { resolve } from 'node:path';
import { z } from 'zod';
import { ExitCode } from '../errors.ts';
import { costs, packetsPerSecond } from '../loadtest/preparation/costs.ts';
import { judgeFeasibility } from '../loadtest/preparation/feasibility.ts';
import { feasibilityView } from '../loadtest/preparation/feasibility-view.ts';
import { loadTestConfig, loadTestConfigSchema } from '../loadtest/preparation/load-test-config.ts';
import { loadProfiles, referenceEvent } from '../loadtest/preparation/profiles.ts';
import { writeLoadTestConfig } from '../loadtest/preparation/write-load-test-config.ts';
import { defineCommand } from './command.ts';
import { oneOf, wholeNumber } from './flag-schemas.ts';

export const prepareLoadTest = defineCommand({
  description:
    'Writes load-test-config.json for an event: targets and named load tests. Says which of them this machine can generate, platform included, and why not the others; exits 6 when it cannot generate the whole event.',
  examples: [
    'gomeet prepare-load-test',
    'gomeet prepare-load-test --meetings 1 --participants 300 --out small.json',
  ],
  next: 'gomeet loadtest room',
  arguments: {},
  flags: {
    meetings: {
      flags: '--meetings <n>',
      description: 'meetings at once, 1 to 1,000 (default 100)',
      schema: wholeNumber({ min: 1, max: 1000, unit: 'meetings' }),
    },
    participants: {
      flags: '--participants <n>',
      description: 'people in each meeting, 2 to 1,000 (default 500)',
      schema: wholeNumber({ min: 2, max: 1000, unit: 'participants' }),
    },
    out: {
      flags: '--out <file>',
      description: 'where to write it (default load-test-config.json)',
      schema: z.string().min(1, 'accepted: the path of a file'),
    },
    runner: {
      flags: '--runner <where>',
      description: 'what generates the load: local (this machine)',
      schema: oneOf(['local']),
    },
  },
  data: z.strictObject({
    path: z.string(),
    config: loadTestConfigSchema,
    feasibility: z.array(
      z.strictObject({
        profile: z.string(),
        isPossible: z.boolean(),
        needs: z.array(
          z.strictObject({
            resource: z.enum(['cores', 'memory', 'open-files']),
            needed: z.number().describe('cores, bytes or files'),
            available: z.number(),
            isMet: z.boolean(),
            formula: z.string(),
          }),
        ),
      }),
    ),
    costs: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        value: z.number(),
        unit: z.enum(['s', 'bytes', 'count']),
        provenance: z.enum(['measured', 'assumed']),
        source: z.string(),
      }),
    ),
  }),
  async run(ctx, { meetings, participants, out }) {
    const event = {
      meetings: meetings ?? referenceEvent.meetings,
      participantsPerMeeting: participants ?? referenceEvent.participantsPerMeeting,
    };
    const host = await ctx.host();
    const facts = host.facts();
    const { values } = await ctx.config();
    const runner = {
      ...facts,
      memoryUsedBytes: host.memoryUsedShare() * facts.memoryBytes,
      packetsPerSecond: packetsPerSecond(values.loadtest.room),
    };
    const profiles = loadProfiles(event);
    const feasibility = profiles.map((profile) => judgeFeasibility(profile, runner));
    const config = loadTestConfig(event);
    const path = resolve(ctx.cwd, out ?? 'load-test-config.json');
    await writeLoadTestConfig(path, config);
    const isWhole = feasibility.every(({ profile, isPossible }) => profile !== 'full' || isPossible);
    const possible = config.profiles.filter(({ name }) =>
      feasibility.some(({ profile, isPossible }) => profile === name && isPossible),
    );
    const next = isWhole
      ? possible.at(-1)
      : (possible.findLast(({ name }) => name.startsWith('gate')) ?? possible.at(-1));
    return {
      data: {
        path,
        config,
        feasibility: feasibility.map(({ needs, ...rest }) => ({ ...rest, needs: [...needs] })),
        costs: Object.values(costs),
      },
      text: [
        `Wrote ${path}`,
        '',
        `What this machine (${facts.processors} cores) can generate, with the platform on it too:`,
        feasibilityView(profiles, feasibility),
        ...(isWhole ? [] : ['', 'It cannot generate the whole event.']),
        ...(next === undefined ? [] : ['', `Next: ${next.command}`]),
      ].join('\n'),
      exitCode: isWhole ? ExitCode.ok : ExitCode.prerequisite,
    };
  },
});
