import { z } from 'zod';
import type { Letter } from './letter.ts';

/** Where links of mails lead. */
export interface Site {
  /** The origin at which people reach the platform. */
  readonly publicUrl: string;
}

/** Checks what a template was told before it writes. */
const define =
  <T>(variables: z.ZodType<T>, write: (variables: T, site: Site) => Letter) =>
  (told: unknown, site: Site): Letter =>
    write(variables.parse(told), site);

const accountFooter = 'You get this because of your GoMeet account; these messages cannot be switched off.';
const notificationFooter =
  'You get this because of your GoMeet account; the profile page says what comes by e-mail.';

const roomLink = ({ publicUrl }: Site, roomId: string) => `${publicUrl}/rooms/${roomId}`;

/** 21 November 2026 at 09:30 UTC. Whoever reads it may be anywhere, so the zone is said. */
const inWords = (time: string) =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(time))} UTC`;

/** What somebody typed stays within its sentence: it cannot look like a paragraph of the platform's own. */
const oneLine = z.string().transform((text) => text.replaceAll(/\s+/g, ' ').trim());

const meetingSchema = z.object({
  roomId: z.uuid(),
  roomName: oneLine,
  startsAt: z.iso.datetime().nullish(),
  endsAt: z.iso.datetime().nullish(),
});

/** A meeting whose end nobody said is taken for an hour. */
function eventOf({ roomId, roomName, startsAt, endsAt }: z.infer<typeof meetingSchema>, site: Site) {
  if (!startsAt) return {};
  const start = new Date(startsAt);
  const end = endsAt ? new Date(endsAt) : new Date(start.getTime() + 3_600_000);
  const link = roomLink(site, roomId);
  const uid = `${roomId}@${new URL(site.publicUrl).hostname}`;
  return { event: { uid, title: roomName, startsAt: start, endsAt: end, link } };
}

/** Every mail that the platform sends: what it must be told, and what it says. */
export const templates = {
  'verify-email': define(z.object({ link: z.url() }), ({ link }) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: ['Welcome to GoMeet. Please confirm that this address is yours.'],
    action: { label: 'Confirm the address', link },
    footer: 'If you did not open a GoMeet account, ignore this message: nothing happens.',
  })),
  'reset-password': define(z.object({ link: z.url() }), ({ link }) => ({
    subject: 'Set a new password',
    paragraphs: ['Somebody, we hope you, asked for a new password of your GoMeet account.'],
    action: { label: 'Set a new password', link },
    footer: 'If it was not you, ignore this message: your password stays as it is.',
  })),
  'password-changed': define(z.object({}), (_variables, { publicUrl }) => ({
    subject: 'Your password was changed',
    paragraphs: [
      'The password of your GoMeet account was changed, and every other session was ended.',
      'If it was not you, set a new password at once.',
    ],
    action: { label: 'Set a new password', link: `${publicUrl}/forgot-password` },
    footer: accountFooter,
  })),
  'account-locked': define(z.object({}), (_variables, { publicUrl }) => ({
    subject: 'Your account is locked for a while',
    paragraphs: [
      'There were too many logins with a wrong password, so your GoMeet account takes none for some minutes.',
      'If it was not you, somebody may be guessing. A new password unlocks the account.',
    ],
    action: { label: 'Set a new password', link: `${publicUrl}/forgot-password` },
    footer: accountFooter,
  })),
  'room-invitation': define(meetingSchema.extend({ inviterName: oneLine }), (meeting, site) => ({
    subject: `${meeting.inviterName} invites you to "${meeting.roomName}"`,
    paragraphs: [
      `${meeting.inviterName} invites you to the meeting "${meeting.roomName}".`,
      ...(meeting.startsAt ? [`It starts on ${inWords(meeting.startsAt)}.`] : []),
    ],
    action: { label: 'Open the meeting', link: roomLink(site, meeting.roomId) },
    footer: 'You get this because somebody typed your address into an invitation to a GoMeet meeting.',
    ...eventOf(meeting, site),
  })),
  'meeting-rescheduled': define(meetingSchema, (meeting, site) => ({
    subject: `"${meeting.roomName}" was moved`,
    paragraphs: [
      meeting.startsAt
        ? `The meeting "${meeting.roomName}" now starts on ${inWords(meeting.startsAt)}.`
        : `The meeting "${meeting.roomName}" has no fixed time any more.`,
    ],
    action: { label: 'Open the meeting', link: roomLink(site, meeting.roomId) },
    footer: notificationFooter,
    ...eventOf(meeting, site),
  })),
  'meeting-reminder': define(meetingSchema.extend({ startsAt: z.iso.datetime() }), (meeting, site) => ({
    subject: `"${meeting.roomName}" starts soon`,
    paragraphs: [`The meeting "${meeting.roomName}" starts on ${inWords(meeting.startsAt)}.`],
    action: { label: 'Open the meeting', link: roomLink(site, meeting.roomId) },
    footer: notificationFooter,
  })),
  'recording-ready': define(z.object({ roomId: z.uuid(), roomName: oneLine }), ({ roomName }, site) => ({
    subject: `The recording of "${roomName}" is ready`,
    paragraphs: [`The recording of the meeting "${roomName}" can be watched now.`],
    action: { label: 'Show the recordings', link: `${site.publicUrl}/recordings` },
    footer: notificationFooter,
  })),
  notification: define(z.object({ title: oneLine, message: z.string() }), ({ title, message }, site) => ({
    subject: title,
    paragraphs: [message],
    action: { label: 'Open GoMeet', link: site.publicUrl },
    footer: notificationFooter,
  })),
} as const;

export type TemplateName = keyof typeof templates;

export const isTemplateName = (name: string): name is TemplateName => Object.hasOwn(templates, name);

/**
 * Writes the letter of a template.
 * @throws {ZodError} when a variable is missing or wrong.
 */
export const writeLetter = (name: TemplateName, variables: unknown, site: Site): Letter =>
  templates[name](variables, site);
