/** What the mailbox shows of a mail. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  /** The plain text; empty if there is none. */
  readonly text: string;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Headers by their names in lower case, folded lines joined (RFC 5322, 2.2.3); then the rest. */
function split(source: string): Part {
  const end = /\r?\n\r?\n/.exec(source);
  const head = source.slice(0, end?.index ?? source.length).replaceAll(/\r?\n[ \t]+/g, ' ');
  const headers = head.split(/\r?\n/).flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return { headers: new Map(headers), body: end ? source.slice(end.index + end[0].length) : '' };
}

const fromQuotedPrintable = (text: string) =>
  Buffer.from(
    text
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** `=?utf-8?Q?caf=C3=A9?=` and its like (RFC 2047); between two of them a blank is none. */
const decodeWords = (text: string) =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?[\w-]+\?([bq])\?([^?]*)\?=/gi, (_match, encoding: string, encoded: string) =>
      (encoding.toLowerCase() === 'b'
        ? Buffer.from(encoded, 'base64')
        : fromQuotedPrintable(encoded.replaceAll('_', ' '))
      ).toString('utf8'),
    );

function decodeBody({ headers, body }: Part): string {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return fromQuotedPrintable(body).toString('utf8');
    default:
      return Buffer.from(body, 'latin1').toString('utf8');
  }
}

/** The first plain text among the parts, however deep they lie. */
function findText(part: Part): string | undefined {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return /^text\/plain/i.test(type) ? decodeBody(part) : undefined;
  for (const piece of part.body.split(`--${boundary}`).slice(1)) {
    const text = findText(split(piece.replace(/^\r?\n/, '')));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Reads the mails that the platform sends: enough of MIME for those, and no more. @param source its bytes as latin1 */
export function parseMail(source: string): Mail {
  const message = split(source);
  const header = (name: string) => decodeWords(message.headers.get(name) ?? '');
  return {
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    date: header('date'),
    text: (findText(message) ?? '').replaceAll('\r\n', '\n').trimEnd(),
  };
}
