import { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import { acceptNames } from './accepted-names.ts';

const grouped = (n: number): string => n.toLocaleString('en-US');

/** A whole number within bounds. Refuses anything else and says what is accepted; it never clamps. */
export function wholeNumber(bounds: { min: number; max: number; unit?: string }): z.ZodType<number, string> {
  const accepted = `a whole number from ${grouped(bounds.min)} to ${grouped(bounds.max)}${bounds.unit ? ` ${bounds.unit}` : ''}`;
  return z
    .string()
    .refine((text) => isWithin(Number(text), bounds) && /^\d+$/.test(text), {
      error: `accepted: ${accepted}`,
    })
    .transform(Number);
}

function isWithin(value: number, bounds: { min: number; max: number }): boolean {
  return Number.isSafeInteger(value) && value >= bounds.min && value <= bounds.max;
}

/** One of a few names; a mistyped one is answered with the nearest. */
export function oneOf<const Names extends readonly [string, ...string[]]>(
  names: Names,
): z.ZodType<Names[number], string> {
  const schema = z.string().transform((text, issue) => {
    if (names.includes(text)) return text as Names[number];
    const nearest = nearestName(text, names);
    const question = nearest === undefined ? '' : `did you mean "${nearest}"? `;
    issue.addIssue({ code: 'custom', message: `${question}accepted: ${names.join(', ')}` });
    return z.NEVER;
  });
  return acceptNames(schema, names);
}

const secondsPerUnit = { s: 1, m: 60, h: 3600 } as const;

/** A duration such as `30s`, `5m` or `1h`, in seconds. */
export function durationSeconds(bounds: { min: number; max: number }): z.ZodType<number, string> {
  return z.string().transform((text, issue) => {
    const match = /^(\d+)(s|m|h)$/.exec(text);
    const seconds = match ? Number(match[1]) * secondsPerUnit[match[2] as 's' | 'm' | 'h'] : Number.NaN;
    if (isWithin(seconds, bounds)) return seconds;
    issue.addIssue({
      code: 'custom',
      message: `accepted: a duration such as 30s, 5m or 1h, from ${grouped(bounds.min)} s to ${grouped(bounds.max)} s`,
    });
    return z.NEVER;
  });
}

/** An http or https address without credentials, which would end up in reports; without a slash at its end. */
export const httpUrl: z.ZodType<string, string> = z
  .string()
  .refine((text) => URL.canParse(text) && isPlainHttp(new URL(text)), {
    error: 'accepted: an address such as https://meet.example.com, without user and password',
  })
  .transform((text) => text.replace(/\/+$/, ''));

const isPlainHttp = ({ protocol, username, password }: URL): boolean =>
  /^https?:$/.test(protocol) && username === '' && password === '';

/** A flag that takes no value. */
export const onOff: z.ZodType<boolean, boolean> = z.boolean();

/** Objects of a cluster as `kind/name`, several with commas between. */
export const objectNames: z.ZodType<string[], string> = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => /^[A-Za-z]+\/[a-z0-9.-]+$/.test(name)), {
    error: 'accepted: kind/name, several with commas between, such as PersistentVolumeClaim/data-0',
  });
