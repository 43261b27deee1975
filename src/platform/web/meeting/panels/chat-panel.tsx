import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { showError } from '../../ui/toast.tsx';
import { useMeeting } from '../meeting-context.ts';
import type { ChatLine } from '../signaling/protocol.ts';
import { ChatComposer } from './chat-composer.tsx';
import { Panel } from './panel.tsx';

const timeOf = (sentAt: string): string =>
  new Date(sentAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

/** Within so many pixels of the end somebody reads along, and is kept there. */
const nearEndPx = 80;

/** The conversation of the room. */
export function ChatPanel() {
  const { meeting } = useMeeting();
  const { chat } = meeting;
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const { lines } = chat.log.value;
  const pending = chat.pending.value;
  useEffect(() => {
    chat.watch(true);
    return () => chat.watch(false);
  }, [chat]);
  useLayoutEffect(() => {
    const element = list.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [lines, pending]);
  return (
    <Panel title="Chat">
      <div
        ref={list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="polite"
        aria-label="Messages"
        class="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-3 -outline-offset-2"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPx;
        }}
      >
        {chat.hasOlder.value && (
          <Button kind="quiet" size="small" onClick={() => void chat.loadOlder().catch(showError)}>
            Older messages
          </Button>
        )}
        {lines.length + pending.length === 0 && (
          <p class="m-auto max-w-56 text-center text-muted">
            Nobody has written yet. What is written here stays with the room.
          </p>
        )}
        {lines.map((line, index) => (
          <Message
            key={line.sequence}
            line={line}
            isOwn={line.from.userId === meeting.ownId}
            continues={lines[index - 1]?.from.userId === line.from.userId}
          />
        ))}
        {pending.map(({ clientId, text }) => (
          <Bubble key={clientId} text={text} isOwn note="Sending …" />
        ))}
      </div>
      <Typing />
      <ChatComposer />
    </Panel>
  );
}

interface MessageProps {
  readonly line: ChatLine;
  readonly isOwn: boolean;
  /** The line before is by the same person: the name stands there. */
  readonly continues: boolean;
}

function Message({ line, isOwn, continues }: MessageProps) {
  return (
    <Bubble
      text={line.text}
      isOwn={isOwn}
      {...(!continues && { note: `${isOwn ? 'You' : line.from.name} · ${timeOf(line.sentAt)}` })}
    />
  );
}

function Bubble({ text, isOwn, note }: { text: string; isOwn: boolean; note?: string }) {
  return (
    <div class={`flex max-w-[85%] flex-col gap-1 ${isOwn ? 'items-end self-end' : 'items-start'}`}>
      {note !== undefined && <span class="text-xs text-muted">{note}</span>}
      <p
        class={`rounded-2xl px-3 py-2 wrap-anywhere whitespace-pre-wrap ${isOwn ? 'bg-primary text-on-primary' : 'bg-sunken'}`}
      >
        {text}
      </p>
    </div>
  );
}

function Typing() {
  const { meeting } = useMeeting();
  const names = meeting.state.typing.value.flatMap((userId) => meeting.roster.get(userId)?.name ?? []);
  const words =
    names.length === 0
      ? ''
      : names.length > 2
        ? `${names.length} people are writing …`
        : `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} writing …`;
  return <p class="h-5 truncate px-4 text-xs text-muted">{words}</p>;
}
