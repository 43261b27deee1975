import { expect, test } from 'vitest';
import { letterHtml, letterText } from './letter.ts';
import { templates, writeLetter } from './templates.ts';

const site = { publicUrl: 'https://meet.example.org' };
const roomId = '6f6f2a52-6c1c-4f0e-9d0a-3c6f5a1b2c3d';
const link = 'https://meet.example.org/verify?token=a&b';
/** Everything that any template may be told. */
const variables = {
  link,
  roomId,
  roomName: 'Weekly <b>',
  inviterName: 'Ada "&" Co',
  startsAt: '2026-11-21T09:30:00.000Z',
  title: 'T',
  message: 'M',
};

test.each(Object.keys(templates) as (keyof typeof templates)[])(
  '%s has a subject, a text and a link',
  (name) => {
    const letter = writeLetter(name, variables, site);
    expect(letter.subject).not.toBe('');
    expect(letterText(letter)).toContain('https://meet.example.org');
    expect(letterHtml(letter)).not.toMatch(/<script|undefined|Weekly <b>/);
  },
);

test('what people typed is text in HTML, in the text and in the link alike', () => {
  const html = letterHtml(writeLetter('room-invitation', variables, site));
  expect(html).toContain('Weekly &lt;b&gt;');
  expect(html).toContain('Ada &quot;&amp;&quot; Co');
  expect(letterHtml(writeLetter('verify-email', variables, site))).toContain('verify?token=a&amp;b"');
});

test('what people typed stays one line, and cannot pass for words of the platform', () => {
  const letter = writeLetter('room-invitation', { ...variables, roomName: 'A\r\n\nOpen:\thttps://b' }, site);
  expect(letter.subject).toBe('Ada "&" Co invites you to "A Open: https://b"');
});

test('an invitation to a scheduled meeting has an entry for the calendar, one to an open room has none', () => {
  const { event } = writeLetter('room-invitation', variables, site);
  expect(event).toEqual({
    uid: `${roomId}@meet.example.org`,
    title: 'Weekly <b>',
    startsAt: new Date('2026-11-21T09:30:00Z'),
    endsAt: new Date('2026-11-21T10:30:00Z'),
    link: `https://meet.example.org/rooms/${roomId}`,
  });
  expect(writeLetter('room-invitation', { ...variables, startsAt: null }, site)).not.toHaveProperty('event');
});

test('a template that was not told what it needs says what', () => {
  expect(() => writeLetter('verify-email', {}, site)).toThrow('link');
});
