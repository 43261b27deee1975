/** The reactions that can be sent, each as it goes over the wire. */
export const reactions = [
  { emoji: '👍', label: 'Thumbs up', colour: 'text-info-500' },
  { emoji: '❤️', label: 'Heart', colour: 'text-error-500' },
  { emoji: '😂', label: 'Laughing', colour: 'text-warning-500' },
  { emoji: '🎉', label: 'Celebration', colour: 'text-accent-500' },
  { emoji: '😮', label: 'Surprise', colour: 'text-warning-500' },
] as const;

const circle = 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z';
const shapes: Readonly<Record<string, string>> = {
  '👍': 'M2.5 10.5h4v10h-4zM8 10.5L12 2.5c2 0 3 1.5 2.6 3.4L14 9h5.5c1.5 0 2.4 1.3 2 2.7l-2 7c-.3 1.1-1.2 1.8-2.3 1.8H8z',
  '❤️': 'M12 21C5 15.5 2 12 2 8.2 2 5.3 4.2 3 7 3c2 0 3.8 1 5 2.9C13.2 4 15 3 17 3c2.8 0 5 2.3 5 5.2C22 12 19 15.5 12 21z',
  '😂': `${circle}M6 12.5h12c0 4-2.6 6-6 6s-6-2-6-6zM6.5 9.5l2-2 2 2-1 .7-1-1-1 1zM13.5 9.5l2-2 2 2-1 .7-1-1-1 1z`,
  '🎉': 'M12 1.5l2.7 6.7 7.2.5-5.5 4.7 1.7 7-6.1-3.8-6.1 3.8 1.7-7L2.1 8.7l7.2-.5z',
  '😮': `${circle}M8.5 7.5a1.3 1.8 0 1 0 0 3.6 1.3 1.8 0 0 0 0-3.6zM15.5 7.5a1.3 1.8 0 1 0 0 3.6 1.3 1.8 0 0 0 0-3.6zM12 13.5a2.5 3 0 1 0 0 6 2.5 3 0 0 0 0-6z`,
};

/** A reaction as a picture of ours, alike on every system; an emoji that we do not draw is shown as text. */
export function ReactionShape({ emoji, size }: { readonly emoji: string; readonly size: number }) {
  const shape = shapes[emoji];
  if (shape === undefined) return <span style={{ fontSize: `${size * 0.8}px` }}>{emoji}</span>;
  const colour = reactions.find((reaction) => reaction.emoji === emoji)?.colour ?? '';
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" class={colour}>
      <path d={shape} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
