import { ExitCode } from '../../../src/errors.ts';
import type { BadInput } from './bad-input.ts';

/** What is typed: commands, words too many or too few, flags that there are not, names that a terminal would obey. */
export const badWords: readonly BadInput[] = [
  {
    line: 'frobnicate',
    exitCode: ExitCode.usage,
    error: "unknown command 'frobnicate'",
    next: 'gomeet --help',
  },
  {
    line: 'deplyo',
    exitCode: ExitCode.usage,
    error: "unknown command 'deplyo' (Did you mean deploy?)",
    next: 'gomeet --help',
  },
  {
    line: ['\u001b[31mred'],
    exitCode: ExitCode.usage,
    error: "unknown command '\\u001b[31mred'",
    next: 'gomeet --help',
  },
  {
    line: [''],
    exitCode: ExitCode.usage,
    error: "unknown command ''",
    next: 'gomeet --help',
  },
  {
    line: '__proto__',
    exitCode: ExitCode.usage,
    error: "unknown command '__proto__'",
    next: 'gomeet --help',
  },
  {
    line: '--frobnicate',
    exitCode: ExitCode.usage,
    error: "unknown option '--frobnicate'",
    next: 'gomeet --help',
  },
  {
    line: '--verison',
    exitCode: ExitCode.usage,
    error: "unknown option '--verison' (Did you mean --version?)",
    next: 'gomeet --help',
  },
  {
    line: 'help exitcodes',
    exitCode: ExitCode.usage,
    error:
      '<topic> exitcodes: did you mean "exit-codes"? accepted: getting-started, targets, config, environment, output, files, exit-codes, telemetry, quickstart, setup, doctor, audit, calibrate, plan, cost, roadmap, cloud, deploy, rollback, secrets, status, health-check, checklist, drain, scale, down, backup, restore, loadtest, performance-check, dr-drill, prepare-load-test, report, config, completion, help',
    next: 'gomeet help --help',
  },
  {
    line: 'completion',
    exitCode: ExitCode.usage,
    error: "missing required argument 'shell'",
    next: 'gomeet completion --help',
  },
  {
    line: 'completion tcsh',
    exitCode: ExitCode.usage,
    error: '<shell> tcsh: did you mean "bash"? accepted: bash, zsh, fish',
    next: 'gomeet completion --help',
  },
  {
    line: 'completion bash zsh',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'completion'. Expected 1 argument but got 2: bash, zsh.",
    next: 'gomeet completion --help',
  },
  {
    line: 'status --events json',
    exitCode: ExitCode.usage,
    error: '--events json: accepted: ndjson',
    next: 'gomeet help output',
  },
  {
    line: 'status --quiet --verbose',
    exitCode: ExitCode.usage,
    error: '--quiet and --verbose: accepted is one of them',
    next: 'gomeet help output',
  },
  {
    line: 'help deploy extra',
    exitCode: ExitCode.usage,
    error: '"extra": nothing stands below gomeet deploy',
    next: 'gomeet deploy --help',
  },
  {
    line: 'help loadtest rom',
    exitCode: ExitCode.usage,
    error:
      'gomeet loadtest has no "rom": did you mean "room"? accepted: room, rooms, churn, comprehensive, browser, api, capacity, websocket',
    next: 'gomeet loadtest --help',
  },
  {
    line: 'help exit-codes environment',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'help'. Expected 1 argument but got 2: exit-codes, environment.",
    next: 'gomeet help --help',
  },
  {
    line: 'quickstart now',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'quickstart'. Expected 0 arguments but got 1: now.",
    next: 'gomeet quickstart --help',
  },
  {
    line: 'quickstart --participants NaN',
    exitCode: ExitCode.usage,
    error: '--participants NaN: accepted: a whole number from 2 to 1,000 participants in a room',
    next: 'gomeet quickstart --help',
  },
  {
    line: 'quickstart --layout grid25',
    exitCode: ExitCode.usage,
    error:
      '--layout grid25: did you mean "grid-25"? accepted: speaker, grid-9, grid-25, single, meeting, lecture, all-hands',
    next: 'gomeet quickstart --help',
  },
  {
    line: 'quickstart --participants 2 --publishers 3',
    exitCode: ExitCode.usage,
    error: '3 publishers in a room of 2: accepted are at most as many as participants',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'quickstart --duration 1e999s',
    exitCode: ExitCode.usage,
    error: '--duration 1e999s: accepted: a duration such as 30s, 5m or 1h, from 5 s to 14,400 s',
    next: 'gomeet quickstart --help',
  },
  {
    line: 'setup now',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'setup'. Expected 0 arguments but got 1: now.",
    next: 'gomeet setup --help',
  },
  {
    line: 'setup --profile huge',
    exitCode: ExitCode.usage,
    error: '--profile huge: accepted: lean, ha, kubernetes, prove',
    next: 'gomeet setup --help',
  },
  {
    line: 'setup --yes=maybe',
    exitCode: ExitCode.usage,
    error: "unknown option '--yes=maybe'",
    next: 'gomeet setup --help',
  },
  {
    line: 'doctor --frobnicate',
    exitCode: ExitCode.usage,
    error: "unknown option '--frobnicate'",
    next: 'gomeet doctor --help',
  },
  {
    line: 'doctor extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'doctor'. Expected 0 arguments but got 1: extra.",
    next: 'gomeet doctor --help',
  },
  {
    line: 'roadmap P9-T99',
    exitCode: ExitCode.usage,
    error:
      'P9-T99 is no task; accepted: P1-T01, P1-T02, P1-T03, P1-T04, P1-T05, P1-T06, P1-T07, P1-T08, P2-T01, P2-T02, P2-T03, P2-T04, P2-T05, P2-T06, P2-T07, P2-T08, P3-T01, P3-T02, P3-T03, P3-T04, P3-T05, P3-T06, P3-T07, P3-T08, P4-T01, P4-T02, P4-T03, P4-T04, P4-T05, P4-T06, P4-T07, P4-T08',
    next: 'gomeet roadmap',
  },
  {
    line: ['roadmap', '\u001b[2J'],
    exitCode: ExitCode.usage,
    error:
      '\\u001b[2J is no task; accepted: P1-T01, P1-T02, P1-T03, P1-T04, P1-T05, P1-T06, P1-T07, P1-T08, P2-T01, P2-T02, P2-T03, P2-T04, P2-T05, P2-T06, P2-T07, P2-T08, P3-T01, P3-T02, P3-T03, P3-T04, P3-T05, P3-T06, P3-T07, P3-T08, P4-T01, P4-T02, P4-T03, P4-T04, P4-T05, P4-T06, P4-T07, P4-T08',
    next: 'gomeet roadmap',
  },
  {
    line: 'roadmap --calender',
    exitCode: ExitCode.usage,
    error: "unknown option '--calender' (Did you mean --calendar?)",
    next: 'gomeet roadmap --help',
  },
  {
    line: 'loadtest',
    exitCode: ExitCode.usage,
    error: "missing required argument 'scenario'",
    next: 'gomeet loadtest --help',
  },
  {
    line: 'loadtest roms',
    exitCode: ExitCode.usage,
    error:
      '<scenario> roms: did you mean "rooms"? accepted: room, rooms, churn, comprehensive, browser, api, capacity, websocket',
    next: 'gomeet loadtest --help',
  },
  {
    line: 'loadtest --duration 5s room',
    exitCode: ExitCode.usage,
    error: "unknown option '--duration'",
    next: 'gomeet loadtest --help',
  },
  {
    line: 'loadtest __proto__',
    exitCode: ExitCode.usage,
    error:
      '<scenario> __proto__: accepted: room, rooms, churn, comprehensive, browser, api, capacity, websocket',
    next: 'gomeet loadtest --help',
  },
  {
    line: 'cost catalog',
    exitCode: ExitCode.usage,
    error: "missing required argument 'action'",
    next: 'gomeet cost catalog --help',
  },
  {
    line: 'cost catalog verfy',
    exitCode: ExitCode.usage,
    error: '<action> verfy: did you mean "verify"? accepted: verify, refresh, diff',
    next: 'gomeet cost catalog --help',
  },
  {
    line: 'cost catalog --dry-run',
    exitCode: ExitCode.usage,
    error: "unknown option '--dry-run'",
    next: 'gomeet cost catalog --help',
  },
  {
    line: 'cloud',
    exitCode: ExitCode.usage,
    error: "missing required argument 'action'",
    next: 'gomeet cloud --help',
  },
  {
    line: 'cloud destory',
    exitCode: ExitCode.usage,
    error: '<action> destory: did you mean "destroy"? accepted: plan, apply, status, destroy',
    next: 'gomeet cloud --help',
  },
  {
    line: 'cloud --name gomeet',
    exitCode: ExitCode.usage,
    error: "unknown option '--name'",
    next: 'gomeet cloud --help',
  },
  {
    line: 'secrets',
    exitCode: ExitCode.usage,
    error: "missing required argument 'action'",
    next: 'gomeet secrets --help',
  },
  {
    line: 'secrets show',
    exitCode: ExitCode.usage,
    error: '<action> show: accepted: rotate',
    next: 'gomeet secrets --help',
  },
  {
    line: 'secrets --all',
    exitCode: ExitCode.usage,
    error: "unknown option '--all'",
    next: 'gomeet secrets --help',
  },
  {
    line: 'report frob',
    exitCode: ExitCode.usage,
    error:
      'gomeet report has no "frob": accepted: list, open, build, compare, trend, index, export, pdf, serve, readiness',
    next: 'gomeet report --help',
  },
  {
    line: 'report lst',
    exitCode: ExitCode.usage,
    error:
      'gomeet report has no "lst": did you mean "list"? accepted: list, open, build, compare, trend, index, export, pdf, serve, readiness',
    next: 'gomeet report --help',
  },
  {
    line: 'report --json=yes',
    exitCode: ExitCode.usage,
    error: "unknown option '--json=yes'",
    next: 'gomeet report --help',
  },
  {
    line: 'backup verfy',
    exitCode: ExitCode.usage,
    error: 'gomeet backup has no "verfy": did you mean "verify"? accepted: list, verify, metrics',
    next: 'gomeet backup --help',
  },
  {
    line: 'backup --type half',
    exitCode: ExitCode.usage,
    error: '--type half: accepted: full, incremental',
    next: 'gomeet backup --help',
  },
  {
    line: 'config hide',
    exitCode: ExitCode.usage,
    error: '[action] hide: accepted: show',
    next: 'gomeet config --help',
  },
  {
    line: 'config show extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'config'. Expected 1 argument but got 2: show, extra.",
    next: 'gomeet config --help',
  },
  {
    line: 'config --origin=yes',
    exitCode: ExitCode.usage,
    error: "unknown option '--origin=yes'",
    next: 'gomeet config --help',
  },
  {
    line: 'checklist',
    exitCode: ExitCode.usage,
    error: "missing required argument 'list'",
    next: 'gomeet checklist --help',
  },
  {
    line: 'checklist hourly',
    exitCode: ExitCode.usage,
    error: '<list> hourly: accepted: daily, weekly, monthly, before-deploy, after-deploy, validation',
    next: 'gomeet checklist --help',
  },
  {
    line: 'plan explain',
    exitCode: ExitCode.usage,
    error: "missing required argument 'line'",
    next: 'gomeet plan explain --help',
  },
  {
    line: 'plan diff before.json',
    exitCode: ExitCode.usage,
    error: "missing required argument 'after'",
    next: 'gomeet plan diff --help',
  },
  {
    line: 'scale media',
    exitCode: ExitCode.usage,
    error: "missing required argument 'n'",
    next: 'gomeet scale --help',
  },
  {
    line: 'drain',
    exitCode: ExitCode.usage,
    error: "missing required argument 'pod|node'",
    next: 'gomeet drain --help',
  },
  {
    line: ['audit', '--explain', ''],
    exitCode: ExitCode.usage,
    error: '--explain "": accepted: at least one letter',
    next: 'gomeet audit --help',
  },
  {
    line: 'audit --explain GC999',
    exitCode: ExitCode.usage,
    error:
      '"GC999" is no code of the audit; accepted: GC001 to GC009, GC101 to GC107, GC120 to GC127, GC201 to GC205, GC220 to GC226, GC301 to GC308, GC401 to GC407, GC501 to GC507, GC601 to GC607, GC701 to GC709, GC720 to GC727, GC801 to GC826, GC901 to GC907',
    next: 'gomeet audit --explain GC201',
    read: 'docs/audit.md',
  },
  {
    line: 'audit --explain __proto__',
    exitCode: ExitCode.usage,
    error:
      '"__proto__" is no code of the audit; accepted: GC001 to GC009, GC101 to GC107, GC120 to GC127, GC201 to GC205, GC220 to GC226, GC301 to GC308, GC401 to GC407, GC501 to GC507, GC601 to GC607, GC701 to GC709, GC720 to GC727, GC801 to GC826, GC901 to GC907',
    next: 'gomeet audit --explain GC201',
    read: 'docs/audit.md',
  },
];
