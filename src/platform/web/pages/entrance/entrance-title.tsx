import type { ComponentChildren } from 'preact';
import { PageTitle } from '../../shell/page-title.tsx';

/** The head of a page for those who are not signed in. */
export function EntranceTitle({
  title,
  text,
}: {
  readonly title: string;
  readonly text?: ComponentChildren;
}) {
  return (
    <div class="mb-6">
      <PageTitle title={title} text={text} />
    </div>
  );
}

export const textLinkClass = 'font-medium text-link underline-offset-4 hover:underline';

/** The token of a link from an e-mail: behind `#`, which no server sees, or in the query. */
export function tokenOf(location: Pick<Location, 'hash' | 'search'>): string {
  const fragment = new URLSearchParams(location.hash.slice(1)).get('token');
  return fragment ?? new URLSearchParams(location.search).get('token') ?? '';
}
