import { type Completable, steps } from './completable.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The completion of gomeet for fish. */
export const fishScript = (all: readonly Completable[]): string => `# gomeet completion for fish
function __gomeet_at
    set -l typed (commandline -opc)
    set -l place ''
    for word in $typed[2..-1]
        if contains -- "$place $word" ${steps(all).map(quoted).join(' ')}
            set place (string trim "$place $word")
        end
    end
    test "$place" = "$argv[1]"
end
complete -c gomeet -f
${all.flatMap(linesOf).join('\n')}
`;

function linesOf({ place, below, flags, values, takesFile }: Completable): readonly string[] {
  const here = `complete -c gomeet -n ${quoted(`__gomeet_at ${quoted(place)}`)}`;
  return [
    ...below.map(({ name, summary }) => `${here} -a ${quoted(name)} -d ${quoted(summary)}`),
    ...(values.length > 0 ? [`${here} -a ${quoted(values.join(' '))}`] : []),
    ...(takesFile ? [`${here} -F`] : []),
    ...flags.map(({ long, short, takesValue, values: accepted, description }) => {
      const names = `${short === null ? '' : ` -s ${short.slice(1)}`} -l ${long.slice(2)}`;
      const value = !takesValue
        ? ''
        : accepted.length > 0
          ? ` -x -a ${quoted(accepted.join(' '))}`
          : ' -r -F';
      return `${here}${names}${value} -d ${quoted(description)}`;
    }),
  ];
}
