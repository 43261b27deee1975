import type { Presence } from '../api/types.ts';

interface AvatarProps {
  readonly name: string;
  readonly url?: string | null | undefined;
  /** Side in CSS pixels. */
  readonly size?: number;
  readonly presence?: Presence;
}

/** Grounds on which white has at least 4.5:1. */
const grounds = ['bg-green-700', 'bg-green-800', 'bg-gray-600', 'bg-gray-700', 'bg-green-900', 'bg-gray-500'];

/** The same person has the same colour everywhere. */
export const groundOf = (name: string): string =>
  grounds[[...name].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % grounds.length] ??
  'bg-gray-600';

/** Up to two initials: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('') || '?';
}

const presenceLooks: Readonly<Record<Presence, { class: string; label: string }>> = {
  online: { class: 'bg-green-500', label: 'online' },
  'in-meeting': { class: 'bg-warning-500', label: 'in a meeting' },
  offline: { class: 'bg-gray-400', label: 'offline' },
};

/** A person: their picture, or their initials on a colour of their own. */
export function Avatar({ name, url, size = 40, presence }: AvatarProps) {
  const look = presence && presenceLooks[presence];
  return (
    <span class="relative inline-flex shrink-0" style={{ width: `${size}px`, height: `${size}px` }}>
      {url ? (
        <img src={url} alt="" class="size-full rounded-full object-cover" />
      ) : (
        // Drawn by the style sheet: the letters are decoration, the name stands beside them.
        <span
          aria-hidden="true"
          data-initials={initialsOf(name)}
          style={{ fontSize: `${Math.round(size * 0.38)}px` }}
          class={`flex size-full items-center justify-center rounded-full font-semibold text-white before:content-[attr(data-initials)] ${groundOf(name)}`}
        />
      )}
      {look && (
        <span
          role="img"
          aria-label={look.label}
          class={`absolute right-0 bottom-0 size-3 rounded-full border-2 border-surface ${look.class}`}
        />
      )}
    </span>
  );
}
