import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMeeting } from '../meeting-context.ts';
import { allowances } from '../meeting-state.ts';

/** The server takes lines of so many characters. */
const longestLine = 4_000;
/** Who has not pressed a key for so long does not write any more. */
const typingMs = 3_000;

/** Writes a line: Enter sends, Shift and Enter begin a new one. */
export function ChatComposer() {
  const { meeting } = useMeeting();
  const [text, setText] = useState('');
  const typing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const { role, settings } = meeting.state;
  const stopTyping = (): void => {
    if (typing.current === undefined) return;
    clearTimeout(typing.current);
    typing.current = undefined;
    meeting.setTyping(false);
  };
  useEffect(() => stopTyping, []);
  if (!allowances(role.value, settings.value).chat)
    return <p class="border-t border-line p-4 text-sm text-muted">In this room you read the chat only.</p>;
  const type = (value: string): void => {
    setText(value);
    if (typing.current === undefined) meeting.setTyping(true);
    clearTimeout(typing.current);
    typing.current = setTimeout(stopTyping, typingMs);
  };
  const send = (): void => {
    const line = text.trim();
    if (line === '') return;
    meeting.chat.say(line);
    setText('');
    stopTyping();
  };
  return (
    <form
      class="flex items-end gap-2 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="Message to everyone"
        placeholder="Message to everyone"
        rows={Math.min(5, text.split('\n').length)}
        maxLength={longestLine}
        value={text}
        class="min-h-11 flex-1 resize-none rounded-xl border border-line-strong bg-surface px-3 py-2.5 placeholder:text-muted"
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <IconButton
        icon="send"
        label="Send"
        kind="solid"
        class="size-11"
        type="submit"
        disabled={text.trim() === ''}
      />
    </form>
  );
}
