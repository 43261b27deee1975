import { type Completable, flagNames, steps } from './completable.ts';

/** In single quotes; a colon ends the word that is offered, so those within it are escaped. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const offered = (word: string, description: string): string =>
  quoted(`${word.replaceAll(':', '\\:')}:${description}`);

/** The completion of gomeet for zsh. */
export const zshScript = (all: readonly Completable[]): string => `#compdef gomeet
# gomeet completion for zsh
_gomeet() {
  local place='' files='' i
  local -a names flags
  for ((i = 2; i < CURRENT; i++)); do
    case "$place \${words[i]}" in
      ${steps(all).map(quoted).join(' | ')}) place="\${place:+$place }\${words[i]}" ;;
    esac
  done
  case "$place \${words[CURRENT-1]}" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$place" in
${all.map(placeCase).join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe -o option flags
  else
    (( \${#names} )) && _describe command names
    [[ -n $files ]] && _files
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _gomeet "$@"; else compdef _gomeet gomeet; fi
`;

function valueCases({ place, flags }: Completable): readonly string[] {
  const taking = flags.filter(({ takesValue }) => takesValue);
  return taking.map((flag) => {
    const patterns = flagNames(flag).map((name) => quoted(`${place} ${name}`));
    const act = flag.values.length > 0 ? `compadd -- ${flag.values.map(quoted).join(' ')}` : '_files';
    return `    ${patterns.join(' | ')}) ${act}; return ;;`;
  });
}

function placeCase({ place, below, flags, values, takesFile }: Completable): string {
  const names = [
    ...below.map(({ name, summary }) => offered(name, summary)),
    ...values.map((value) => offered(value, '')),
  ];
  const options = flags.map(({ long, description }) => offered(long, description));
  return `    ${quoted(place)}) names=(${names.join(' ')}); flags=(${options.join(' ')})${takesFile ? '; files=yes' : ''} ;;`;
}
