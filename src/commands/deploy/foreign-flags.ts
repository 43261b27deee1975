import { ExitCode, GomeetError } from '../../errors.ts';

/**
 * Refuses flags that mean nothing for a target: who types them expects them to count.
 *
 * @param flags by their name in the command, such as `apiWorkers`
 */
export function refuseForeignFlags(target: string, flags: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [flagOf(name)]));
  if (given.length === 0) return;
  const other = target === 'local' ? 'kubernetes' : 'local';
  throw new GomeetError(`${given.join(', ')}: accepted only with --target ${other}`, {
    exitCode: ExitCode.usage,
    code: 'contradiction',
    hint: `leave it out, or add --target ${other}`,
  });
}

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
