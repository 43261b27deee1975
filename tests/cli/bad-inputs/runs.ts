import { ExitCode } from '../../../src/errors.ts';
import { type BadInput, circle, folder } from './bad-input.ts';
import { FIRST, latin1, runAs, runWith, SECOND } from './documents.ts';

/** Recorded runs: ids that name none, files that were cut off, of another version or of something else. */
export const badRuns: readonly BadInput[] = [
  {
    line: 'report list',
    files: { reports: 'a file' },
    exitCode: ExitCode.usage,
    error: 'the folder of the runs, {cwd}/reports/runs, cannot be read: a part of the path is a file',
    next: 'gomeet config show --origin   says who set reports.directory; accepted is a folder',
  },
  {
    line: 'report list extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'list'. Expected 0 arguments but got 1: extra.",
    next: 'gomeet report list --help',
  },
  {
    line: 'report open',
    exitCode: ExitCode.usage,
    error: 'there are no runs in {cwd}/reports/runs',
    next: 'gomeet quickstart',
  },
  {
    line: 'report open 01KAXN',
    files: { ...runWith(), ...runWith({}, SECOND) },
    exitCode: ExitCode.usage,
    error: '"01KAXN" is the beginning of 2 runs: 01KAXN00000000000000000002, 01KAXN00000000000000000001',
    next: 'gomeet report list',
  },
  {
    line: 'report open',
    files: runAs('{"schema": "gomeet.run/v1", "id": "01KAXN'),
    exitCode: ExitCode.usage,
    error:
      '{cwd}/reports/runs/01KAXN00000000000000000001/run.json is not a document of schema gomeet.run/v1:\nSyntaxError: Unterminated string in JSON at position 41 (line 1 column 42)',
    next: 'gomeet report list',
  },
  {
    line: 'report open',
    files: runAs(''),
    exitCode: ExitCode.usage,
    error:
      '{cwd}/reports/runs/01KAXN00000000000000000001/run.json is not a document of schema gomeet.run/v1:\nSyntaxError: Unexpected end of JSON input',
    next: 'gomeet report list',
  },
  {
    line: 'report open',
    files: runAs('{}'),
    exitCode: ExitCode.usage,
    error:
      '{cwd}/reports/runs/01KAXN00000000000000000001/run.json is not a document of schema gomeet.run/v1:\nschema: Invalid input: expected "gomeet.run/v1"\nid: Invalid input: expected string, received undefined\nkind: Invalid input: expected string, received undefined',
    next: 'gomeet report list',
  },
  {
    line: 'report build --last 0',
    files: runWith(),
    exitCode: ExitCode.usage,
    error: '--last 0: accepted: a whole number from 1 to 100 runs',
    next: 'gomeet report build --help',
  },
  {
    line: 'report build --baseline nothing',
    files: runWith(),
    exitCode: ExitCode.usage,
    error: 'no run in {cwd}/reports/runs begins with "nothing"',
    next: 'gomeet report list',
  },
  {
    line: 'report build',
    files: runWith({ schema: 'gomeet.run/v2' }),
    exitCode: ExitCode.usage,
    error:
      '{cwd}/reports/runs/01KAXN00000000000000000001/run.json is not a document of schema gomeet.run/v1:\nschema: Invalid input: expected "gomeet.run/v1"',
    next: 'gomeet report list',
  },
  {
    line: 'report build latest',
    files: runAs(folder),
    exitCode: ExitCode.usage,
    error: '{cwd}/reports/runs/01KAXN00000000000000000001/run.json cannot be read: it is a folder',
    next: 'gomeet report list',
  },
  {
    line: `report build ${FIRST}`,
    files: runAs(latin1('{"id": "\xff"}')),
    exitCode: ExitCode.usage,
    error:
      '{cwd}/reports/runs/01KAXN00000000000000000001/run.json cannot be read: line 1 is no text in UTF-8',
    next: 'gomeet report list',
  },
  {
    line: ['report', 'build', '\u001b[1A'],
    files: runWith(),
    exitCode: ExitCode.usage,
    error: 'no run in {cwd}/reports/runs begins with "\\u001b[1A"',
    next: 'gomeet report list',
  },
  {
    line: 'report compare latest',
    exitCode: ExitCode.usage,
    error: '<runs...> latest: accepted: two runs or more, the baseline first',
    next: 'gomeet report compare --help',
  },
  {
    line: 'report compare latest latest',
    files: runWith(),
    exitCode: ExitCode.usage,
    error: '01KAXN00000000000000000001 is named twice, and cannot differ from itself; accepted: other runs',
    next: 'gomeet report list',
  },
  {
    line: ['report', 'compare', ...Array(51).fill('latest')],
    exitCode: ExitCode.usage,
    error:
      '<runs...> latest,latest,latest,latest,latest,latest,latest,latest,latest,latest,latest,latest,latest,latest,la…: accepted: at most 50 runs',
    next: 'gomeet report compare --help',
  },
  {
    line: 'report trend',
    exitCode: ExitCode.inconclusive,
    error: 'there is no trend: no trial was made twice with the same parameters (there are no sound runs)',
    next: 'gomeet performance-check, twice',
  },
  {
    line: 'report trend --last 1',
    exitCode: ExitCode.usage,
    error: '--last 1: accepted: a whole number from 2 to 200 runs',
    next: 'gomeet report trend --help',
  },
  {
    line: 'report trend nothing',
    files: runWith(),
    exitCode: ExitCode.inconclusive,
    error:
      'there is no trend: no run of kind "nothing" was made twice with the same parameters (measured once: loadtest room)',
    next: 'gomeet performance-check, twice',
  },
  {
    line: 'report index',
    exitCode: ExitCode.usage,
    error: 'there are no runs in {cwd}/reports/runs',
    next: 'gomeet quickstart',
  },
  {
    line: 'report index',
    files: { 'reports/runs': 'a file' },
    exitCode: ExitCode.usage,
    error: 'the folder of the runs, {cwd}/reports/runs, cannot be read: a part of the path is a file',
    next: 'gomeet config show --origin   says who set reports.directory; accepted is a folder',
  },
  {
    line: 'report index extra',
    exitCode: ExitCode.usage,
    error: "too many arguments for 'index'. Expected 0 arguments but got 1: extra.",
    next: 'gomeet report index --help',
  },
  {
    line: 'report export',
    exitCode: ExitCode.usage,
    error: 'there are no runs in {cwd}/reports/runs',
    next: 'gomeet quickstart',
  },
  {
    line: 'report export --format pdf',
    exitCode: ExitCode.usage,
    error: '--format pdf: accepted: json, csv, md, junit',
    next: 'gomeet report export --help',
  },
  {
    line: 'report export --of readings',
    exitCode: ExitCode.usage,
    error: '--of readings is a table: --format json has none',
    next: 'gomeet report export --format csv --of readings',
  },
  {
    line: 'report export --out nowhere/kpis.json',
    files: runWith(),
    exitCode: ExitCode.prerequisite,
    error: 'cannot write {cwd}/nowhere/kpis.json: there is no such folder; accepted is one that is there',
    next: 'make the folder (mkdir -p), then run it again',
  },
  {
    line: 'report pdf nowhere.html',
    exitCode: ExitCode.usage,
    error: '{cwd}/nowhere.html cannot be read: there is no such file',
    next: 'gomeet report build   writes the page of a run anew; gomeet report readiness that for managers',
  },
  {
    line: 'report pdf nothing',
    files: runWith(),
    exitCode: ExitCode.usage,
    error: 'no run in {cwd}/reports/runs begins with "nothing"',
    next: 'gomeet report list',
  },
  {
    line: 'report pdf',
    files: runWith(),
    exitCode: ExitCode.usage,
    error: '{cwd}/reports/runs/01KAXN00000000000000000001/report.html cannot be read: there is no such file',
    next: 'gomeet report build   writes the page of a run anew; gomeet report readiness that for managers',
  },
  {
    line: 'report serve --port 0',
    exitCode: ExitCode.usage,
    error: '--port 0: accepted: a whole number from 1 to 65,535',
    next: 'gomeet report serve --help',
  },
  {
    line: 'report serve --port 70000',
    exitCode: ExitCode.usage,
    error: '--port 70000: accepted: a whole number from 1 to 65,535',
    next: 'gomeet report serve --help',
  },
  {
    line: 'report serve --port http',
    exitCode: ExitCode.usage,
    error: '--port http: accepted: a whole number from 1 to 65,535',
    next: 'gomeet report serve --help',
  },
  {
    line: 'report readiness --plan nowhere.json',
    exitCode: ExitCode.usage,
    error: 'nowhere.json cannot be read: there is no such file',
    next: 'gomeet plan --out plan.json',
  },
  {
    line: 'report readiness --samples 0',
    exitCode: ExitCode.usage,
    error: '--samples 0: accepted: a whole number from 1 to 1,000,000 draws',
    next: 'gomeet report readiness --help',
  },
  {
    line: 'report readiness --calibration nowhere.json',
    exitCode: ExitCode.usage,
    error:
      '{cwd}/nowhere.json cannot be read: there is no such file; accepted is a file that gomeet calibrate --out has written',
    next: 'gomeet calibrate --help',
  },
  {
    line: 'report readiness --samples 1 --out board',
    files: { board: 'a file' },
    exitCode: ExitCode.prerequisite,
    error: 'cannot write {cwd}/board: a file bears that name; accepted is a folder',
    next: 'choose another name, then run it again',
  },
  {
    line: 'calibrate',
    exitCode: ExitCode.usage,
    error: "missing required argument 'runs'",
    next: 'gomeet calibrate --help',
  },
  {
    line: 'calibrate ../../etc/passwd',
    files: runWith(),
    exitCode: ExitCode.usage,
    error: 'no run in {cwd}/reports/runs begins with "../../etc/passwd"',
    next: 'gomeet report list',
  },
  {
    line: `calibrate ${FIRST} --hold-out ${FIRST}`,
    files: runWith(),
    exitCode: ExitCode.usage,
    error: '--hold-out 01KAXN00000000000000000001: the fit is given the same run; accepted are others',
    next: 'gomeet report list',
  },
  {
    line: `calibrate ${FIRST} --hold-out ,`,
    files: runWith(),
    exitCode: ExitCode.usage,
    error: '--hold-out ,: accepted: runs with commas between them',
    next: 'gomeet calibrate --help',
  },
  {
    line: `calibrate ${FIRST}`,
    files: runWith({ kind: 'health-check' }),
    exitCode: ExitCode.inconclusive,
    error:
      'CPU of the generator: 0 usable runs for 7 costs (idle, participants, tracksOut, tracksIn, packetsOut, bitsOut, packetsIn); at least 8 are needed, of different sizes and layouts',
    next: 'gomeet report list   shows what there is; npm run calibrate:media measures what is needed',
  },
  {
    line: ['calibrate', FIRST, '--name', ''],
    files: runWith(),
    exitCode: ExitCode.usage,
    error: '--name "": accepted: at least one letter',
    next: 'gomeet calibrate --help',
  },
  {
    line: 'report',
    files: { 'reports/runs': circle },
    exitCode: ExitCode.usage,
    error: 'the folder of the runs, {cwd}/reports/runs, cannot be read: its symbolic links lead in a circle',
    next: 'gomeet config show --origin   says who set reports.directory; accepted is a folder',
  },
];
