import { PageTitle } from '../shell/page-title.tsx';
import { buttonClass } from '../ui/button.tsx';

export default function NotFoundPage() {
  return (
    <div class="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-20 text-center">
      <p aria-hidden="true" class="text-6xl font-bold text-link">
        404
      </p>
      <PageTitle title="There is no such page" />
      <p class="text-muted">The link may be old, or a letter in it is missing.</p>
      <a href="/" class={buttonClass()}>
        To the start
      </a>
    </div>
  );
}
