import { expect, test } from 'vitest';
import { parseMail } from './parse-mail.ts';

const latin1 = (lines: string[]) => Buffer.from(lines.join('\r\n')).toString('latin1');

test('a plain mail is its headers and its text', () => {
  const mail = parseMail(
    latin1(['From: a@example.org', 'To: b@example.org', 'Subject: Hi', 'Date: now', '', 'Grüße', '']),
  );
  expect(mail).toEqual({
    from: 'a@example.org',
    to: 'b@example.org',
    subject: 'Hi',
    date: 'now',
    text: 'Grüße',
  });
});

test('encoded words and folded headers are read', () => {
  const mail = parseMail(
    latin1(['Subject: =?UTF-8?Q?caf=C3=A9_?=', ' =?utf-8?B?w7xiZXI=?= and more', 'to: x', '', '']),
  );
  expect(mail.subject).toBe('café über and more');
});

test('the plain text is found in parts within parts', () => {
  const mail = parseMail(
    latin1([
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary="inner"',
      '',
      '--inner',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'https://example.org/?a=3Db=',
      'c caf=C3=A9',
      '--inner',
      'Content-Type: text/html',
      '',
      '<p>no</p>',
      '--inner--',
      '--outer--',
    ]),
  );
  expect(mail.text).toBe('https://example.org/?a=bc café');
});

test('what is no mail is an empty one', () => {
  expect(parseMail('')).toMatchObject({ subject: '', text: '' });
  expect(parseMail('Content-Type: multipart/mixed; boundary=x\r\n\r\n--x')).toMatchObject({ text: '' });
});
