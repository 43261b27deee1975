import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type BannerKind = 'error' | 'warning' | 'info' | 'success';

const looks: Readonly<Record<BannerKind, { icon: IconName; class: string }>> = {
  error: { icon: 'error', class: 'bg-danger-tint text-danger-text' },
  warning: { icon: 'warning', class: 'bg-warning-tint text-warning' },
  info: { icon: 'info', class: 'bg-info-tint text-info' },
  success: { icon: 'check', class: 'bg-tint text-on-tint' },
};

/** Something that concerns what stands below it. An error is announced at once. */
export function Banner({
  kind,
  children,
}: {
  readonly kind: BannerKind;
  readonly children: ComponentChildren;
}) {
  return (
    <div
      role={kind === 'error' ? 'alert' : 'status'}
      class={`flex items-start gap-3 rounded-xl px-4 py-3 text-sm ${looks[kind].class}`}
    >
      <Icon name={looks[kind].icon} class="mt-px" />
      <div class="min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** Why a form was refused, above its fields; nothing while it was not. */
export function FormProblem({ problem }: { readonly problem: Error | undefined }) {
  return problem === undefined ? null : <Banner kind="error">{problem.message}</Banner>;
}
