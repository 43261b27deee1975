import { type IconName, iconShapes } from './icon-shapes.ts';

export type { IconName };

interface IconProps {
  readonly name: IconName;
  /** Side in CSS pixels. */
  readonly size?: number;
  readonly class?: string;
  readonly filled?: boolean;
}

/** A picture beside words, so hidden from screen readers: whatever it stands for is said by its neighbour or label. */
export function Icon({ name, size = 20, class: className = '', filled = false }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width={name === 'more' ? 3 : 1.75}
      stroke-linecap="round"
      stroke-linejoin="round"
      class={`shrink-0 ${className}`}
    >
      <path d={iconShapes[name]} />
    </svg>
  );
}
