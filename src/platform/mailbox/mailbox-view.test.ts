import { expect, test } from 'vitest';
import { listPage, mailPage } from './mailbox-view.ts';

const mail = {
  id: '1700000000000-00000000',
  from: 'GoMeet <no-reply@localhost>',
  to: '"><script>x</script>@example.org',
  subject: '<img src=x onerror=alert(1)>',
  date: '<b>',
  text: 'see https://example.org/?a=1&b=2 and javascript:alert(1) <i>"\'',
};

test('nothing that a mail says becomes markup', () => {
  for (const page of [listPage([mail]), mailPage(mail)]) {
    expect(page).not.toMatch(/<(script|img|b|i)\b/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  }
});

test('only web addresses become links', () => {
  const page = mailPage(mail);
  expect(page).toContain('<a href="https://example.org/?a=1&amp;b=2">');
  expect(page).not.toContain('href="javascript');
});

test('an empty mailbox says so', () => {
  expect(listPage([])).toContain('Nothing was sent yet');
});
