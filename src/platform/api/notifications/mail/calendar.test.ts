import { expect, test } from 'vitest';
import { calendarText } from './calendar.ts';

const event = {
  uid: 'room-1',
  title: 'Weekly',
  startsAt: new Date('2026-11-21T09:30:00Z'),
  endsAt: new Date('2026-11-21T10:00:00.500Z'),
  link: 'https://meet.example.org/rooms/1',
};
const now = new Date('2026-11-20T00:00:00Z');

test('a meeting is one entry with its times in UTC', () => {
  const lines = calendarText(event, now).split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  expect(lines).toEqual(
    expect.arrayContaining(['DTSTART:20261121T093000Z', 'DTEND:20261121T100000Z', 'SUMMARY:Weekly']),
  );
  expect(lines.at(-1)).toBe('');
});

test('what somebody typed into a title stays one line of it', () => {
  const text = calendarText({ ...event, title: 'a;b,c\\d\r\nATTENDEE:x' }, now);
  expect(text).toContain('SUMMARY:a\\;b\\,c\\\\d\\nATTENDEE:x\r\n');
});

test('no line is longer than 75 octets and no character is cut', () => {
  const title = 'ü'.repeat(100);
  const text = calendarText({ ...event, title }, now);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}`);
});
