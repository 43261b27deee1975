import { type Completable, flagNames, steps } from './completable.ts';

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(' | ');

/** The completion of gomeet for bash 4 and newer. */
export const bashScript = (all: readonly Completable[]): string => `# gomeet completion for bash
_gomeet() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local place='' words='' flags='' files='' i
  # Bash takes --flag=value apart.
  if [[ $current == '=' ]]; then current=''
  elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$place \${COMP_WORDS[i]}" in
      ${quoted(steps(all))}) place="\${place:+$place }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$place $previous" in
${all.flatMap(valueCases).join('\n')}
    *)
      case "$place" in
${all.map(placeCase).join('\n')}
      esac
      [[ $current == -* ]] && words=$flags
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n $files && $current != -* ]]; then compopt -o default 2>/dev/null; fi
}
complete -F _gomeet gomeet
`;

function valueCases({ place, flags }: Completable): readonly string[] {
  const taking = flags.filter(({ takesValue }) => takesValue);
  return taking.map((flag) => {
    const names = flagNames(flag).map((name) => `${place} ${name}`);
    const act = flag.values.length > 0 ? `words='${flag.values.join(' ')}'` : 'files=yes';
    return `    ${quoted(names)}) ${act} ;;`;
  });
}

function placeCase({ place, below, flags, values, takesFile }: Completable): string {
  const words = [...below.map(({ name }) => name), ...values].join(' ');
  const names = flags.map(({ long }) => long).join(' ');
  return `        '${place}') words='${words}' flags='${names}'${takesFile ? ' files=yes' : ''} ;;`;
}
