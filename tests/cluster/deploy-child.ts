/** `gomeet deploy` as a process of its own that a test can kill: the overlay is that of the folder in its first argument. */
import { createOutput } from '../../src/adapters/terminal.ts';
import { main } from '../../src/main.ts';

const [root = '', ...argv] = process.argv.slice(2);
process.exitCode = await main({
  argv,
  env: process.env,
  cwd: root,
  projectRoot: root,
  version: '0.0.0-test',
  stdout: createOutput(process.stdout, process.env, argv),
  stderr: createOutput(process.stderr, process.env, argv),
  stdinIsTerminal: false,
  signal: new AbortController().signal,
  now: Date.now,
  monotonic: () => performance.now(),
  random: Math.random,
});
