import { ExitCode } from '../../../src/errors.ts';
import type { BadInput } from './bad-input.ts';

/** What is asked of load tests: numbers, durations, shares and names that no load can have. */
export const badLoads: readonly BadInput[] = [
  {
    line: 'loadtest room --participants 1',
    exitCode: ExitCode.usage,
    error: '--participants 1: accepted: a whole number from 2 to 1,000 participants in a room',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --participants 1e3',
    exitCode: ExitCode.usage,
    error: '--participants 1e3: accepted: a whole number from 2 to 1,000 participants in a room',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --duration 30',
    exitCode: ExitCode.usage,
    error: '--duration 30: accepted: a duration such as 30s, 5m or 1h, from 5 s to 14,400 s',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --duration -5s',
    exitCode: ExitCode.usage,
    error: '--duration -5s: accepted: a duration such as 30s, 5m or 1h, from 5 s to 14,400 s',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --network turn=0.5,turn=0.6',
    exitCode: ExitCode.usage,
    error:
      '--network turn=0.5,turn=0.6: the shares add up to 1.1, which is more than 1; accepted: turn, turns, tcp, lossy and slow with their shares, such as turn=0.1,lossy=0.2:2,slow=0.1:100 (2 % loss, 100 ms delay, each way)',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --network lossy=NaN:2',
    exitCode: ExitCode.usage,
    error:
      '--network lossy=NaN:2: accepted: turn, turns, tcp, lossy and slow with their shares, such as turn=0.1,lossy=0.2:2,slow=0.1:100 (2 % loss, 100 ms delay, each way)',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --room-id ../../etc',
    exitCode: ExitCode.usage,
    error: '--room-id ../../etc: accepted: the id of a room, as in the address /rooms/<id> of its page',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --parallelism 2',
    exitCode: ExitCode.usage,
    error:
      '--parallelism 2: one room is whole in one process, which knows what its publishers have sent; accepted is 1, and more with gomeet loadtest rooms',
    next: 'gomeet loadtest rooms --help',
  },
  {
    line: 'loadtest room --data-rate 5',
    exitCode: ExitCode.usage,
    error: '--data-rate 5 without --data-users, where nobody sends messages; accepted: both, or neither',
    next: 'add --data-users, such as --data-users 10 --data-rate 5',
  },
  {
    line: 'loadtest room --codec h265',
    exitCode: ExitCode.usage,
    error: '--codec h265: did you mean "h264"? accepted: vp8, h264, vp9, av1',
    next: 'gomeet loadtest room --help',
  },
  {
    line: ['loadtest', 'room', '--room', ''],
    exitCode: ExitCode.usage,
    error: '--room "": accepted: 1 to 100 characters',
    next: 'gomeet loadtest room --help',
  },
  {
    line: ['loadtest', 'room', '--room', '\u001b[31m'.repeat(30)],
    exitCode: ExitCode.usage,
    error:
      '--room \\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m\\u001b[31m…: accepted: 1 to 100 characters',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --publishers 2 --microphones 3',
    exitCode: ExitCode.usage,
    error: '3 open microphones among 2 publishers: accepted are at most as many',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --image x',
    exitCode: ExitCode.usage,
    error: '--image: accepted only with --runner kubernetes',
    next: 'gomeet loadtest api --runner kubernetes --api-url https://meet.example.com --image registry.example.com/gomeet-loadgen:1',
  },
  {
    line: 'loadtest room --runner kubernetes',
    exitCode: ExitCode.usage,
    error: '--runner kubernetes needs --api-url: the address at which pods reach the platform',
    next: 'gomeet loadtest api --runner kubernetes --api-url https://meet.example.com --image registry.example.com/gomeet-loadgen:1',
  },
  {
    line: 'loadtest room --runner kubernetes --api-url https://ada:secret@meet.example.com',
    exitCode: ExitCode.usage,
    error:
      '--api-url https://***@meet.example.com: accepted: an address such as https://meet.example.com, without user and password',
    next: 'gomeet loadtest room --help',
  },
  {
    line: 'loadtest room --runner kubernetes --api-url http://127.0.0.1:1 --image x',
    exitCode: ExitCode.usage,
    error:
      '--runner kubernetes needs the password of the 500 accounts load-00001@load.gomeet.test and on, which have to exist on that platform',
    next: 'set loadtest.accountPassword in gomeet.yaml, or GOMEET_LOADTEST_ACCOUNT_PASSWORD; then the same command again',
  },
  {
    line: 'loadtest room --context x',
    exitCode: ExitCode.usage,
    error: '--context: accepted only with --runner kubernetes',
    next: 'gomeet loadtest api --runner kubernetes --api-url https://meet.example.com --image registry.example.com/gomeet-loadgen:1',
  },
  {
    line: 'loadtest rooms --rooms 0',
    exitCode: ExitCode.usage,
    error: '--rooms 0: accepted: a whole number from 1 to 1,000 rooms',
    next: 'gomeet loadtest rooms --help',
  },
  {
    line: 'loadtest rooms --rooms 1000 --participants 1000',
    exitCode: ExitCode.usage,
    error:
      '1000 rooms of 1000 are 1,000,000 participants: accepted are at most 50,000 in all, such as 100 rooms of 500',
    next: 'gomeet loadtest rooms --help',
  },
  {
    line: 'loadtest rooms --rooms 2 --parallelism 3',
    exitCode: ExitCode.usage,
    error:
      '3 processes for 2 rooms: a room cannot be split, so accepted are at most as many processes as rooms',
    next: 'gomeet loadtest rooms --help',
  },
  {
    line: 'loadtest rooms --parallelism 17',
    exitCode: ExitCode.usage,
    error: '--parallelism 17: accepted: a whole number from 1 to 16 generators',
    next: 'gomeet loadtest rooms --help',
  },
  {
    line: 'loadtest churn --vanish 101',
    exitCode: ExitCode.usage,
    error: '--vanish 101: accepted: a whole number from 0 to 100 percent',
    next: 'gomeet loadtest churn --help',
  },
  {
    line: 'loadtest churn --reconnect never',
    exitCode: ExitCode.usage,
    error: '--reconnect never: accepted: rejoin, resume',
    next: 'gomeet loadtest churn --help',
  },
  {
    line: 'loadtest churn --turnover -1',
    exitCode: ExitCode.usage,
    error: '--turnover -1: accepted: a whole number from 0 to 6,000 a minute',
    next: 'gomeet loadtest churn --help',
  },
  {
    line: 'loadtest churn --return-within 0s',
    exitCode: ExitCode.usage,
    error: '--return-within 0s: accepted: a duration such as 30s, 5m or 1h, from 1 s to 600 s',
    next: 'gomeet loadtest churn --help',
  },
  {
    line: 'loadtest comprehensive --scale 0',
    exitCode: ExitCode.usage,
    error: '--scale 0: accepted: a number from 0.001 to 1, such as 0.01; 1 is 100 rooms of 500',
    next: 'gomeet loadtest comprehensive --help',
  },
  {
    line: 'loadtest comprehensive --scale 1e-3',
    exitCode: ExitCode.usage,
    error: '--scale 1e-3: accepted: a number from 0.001 to 1, such as 0.01; 1 is 100 rooms of 500',
    next: 'gomeet loadtest comprehensive --help',
  },
  {
    line: 'loadtest comprehensive --scale Infinity',
    exitCode: ExitCode.usage,
    error: '--scale Infinity: accepted: a number from 0.001 to 1, such as 0.01; 1 is 100 rooms of 500',
    next: 'gomeet loadtest comprehensive --help',
  },
  {
    line: 'loadtest comprehensive --duration forever',
    exitCode: ExitCode.usage,
    error: '--duration forever: accepted: a duration such as 30s, 5m or 1h, from 5 s to 14,400 s',
    next: 'gomeet loadtest comprehensive --help',
  },
  {
    line: 'loadtest browser --browsers 0',
    exitCode: ExitCode.usage,
    error: '--browsers 0: accepted: a whole number from 2 to 8 browsers',
    next: 'gomeet loadtest browser --help',
  },
  {
    line: 'loadtest browser --participants 99999999999999999999',
    exitCode: ExitCode.usage,
    error: '--participants 99999999999999999999: accepted: a whole number from 2 to 500 participants',
    next: 'gomeet loadtest browser --help',
  },
  {
    line: 'loadtest browser --duration 2h',
    exitCode: ExitCode.usage,
    error: '--duration 2h: accepted: a duration such as 30s, 5m or 1h, from 5 s to 3,600 s',
    next: 'gomeet loadtest browser --help',
  },
  {
    line: 'loadtest api --rate 0',
    exitCode: ExitCode.usage,
    error: '--rate 0: accepted: a whole number from 1 to 5,000 journeys a second',
    next: 'gomeet loadtest api --help',
  },
  {
    line: 'loadtest api --shape triangle',
    exitCode: ExitCode.usage,
    error: '--shape triangle: accepted: smoke, average, stress, spike, soak',
    next: 'gomeet loadtest api --help',
  },
  {
    line: 'loadtest api --journeys all',
    exitCode: ExitCode.usage,
    error: '--journeys all: accepted: meetings, liveness',
    next: 'gomeet loadtest api --help',
  },
  {
    line: 'loadtest api --rate 0x10',
    exitCode: ExitCode.usage,
    error: '--rate 0x10: accepted: a whole number from 1 to 5,000 journeys a second',
    next: 'gomeet loadtest api --help',
  },
  {
    line: 'loadtest capacity --of people',
    exitCode: ExitCode.usage,
    error: '--of people: accepted: participants, rooms, publishers',
    next: 'gomeet loadtest capacity --help',
  },
  {
    line: 'loadtest capacity --from 10 --to 5',
    exitCode: ExitCode.usage,
    error: '--from 10 is more than --to 5: accepted is at most the same',
    next: 'gomeet loadtest capacity --help',
  },
  {
    line: 'loadtest capacity --max-steps 1',
    exitCode: ExitCode.usage,
    error: '--max-steps 1: accepted: a whole number from 2 to 20 steps',
    next: 'gomeet loadtest capacity --help',
  },
  {
    line: 'loadtest websocket --connections 100000',
    exitCode: ExitCode.usage,
    error: '--connections 100000: accepted: a whole number from 1 to 99,999 connections',
    next: 'gomeet loadtest websocket --help',
  },
  {
    line: 'loadtest websocket --log-in 101',
    exitCode: ExitCode.usage,
    error: '--log-in 101: accepted: a whole number from 0 to 100 percent',
    next: 'gomeet loadtest websocket --help',
  },
  {
    line: 'loadtest websocket --connections 2 --parallelism 3',
    exitCode: ExitCode.usage,
    error: '3 processes for 1 rooms: a room is whole in one process, so accepted are 1 to 1',
    next: 'gomeet loadtest websocket --help',
  },
  {
    line: 'performance-check --scale 0.5',
    exitCode: ExitCode.usage,
    error: '--scale 0.5: accepted: a number from 0.001 to 0.01; for more: gomeet loadtest comprehensive',
    next: 'gomeet performance-check --help',
  },
  {
    line: 'performance-check --scale -0',
    exitCode: ExitCode.usage,
    error: '--scale -0: accepted: a number from 0.001 to 0.01; for more: gomeet loadtest comprehensive',
    next: 'gomeet performance-check --help',
  },
  {
    line: 'performance-check --duration 5m',
    exitCode: ExitCode.usage,
    error: '--duration 5m: accepted: a duration such as 30s, 5m or 1h, from 5 s to 180 s',
    next: 'gomeet performance-check --help',
  },
  {
    line: 'prepare-load-test --meetings 0',
    exitCode: ExitCode.usage,
    error: '--meetings 0: accepted: a whole number from 1 to 1,000 meetings',
    next: 'gomeet prepare-load-test --help',
  },
  {
    line: 'prepare-load-test --participants 1.5',
    exitCode: ExitCode.usage,
    error: '--participants 1.5: accepted: a whole number from 2 to 1,000 participants',
    next: 'gomeet prepare-load-test --help',
  },
  {
    line: 'prepare-load-test --out d/x.json',
    exitCode: ExitCode.prerequisite,
    error: 'cannot write {cwd}/d/x.json: there is no such folder; accepted is one that is there',
    next: 'make the folder (mkdir -p), then run it again',
  },
  {
    line: 'prepare-load-test --out notes.txt',
    files: { 'notes.txt': 'mine' },
    exitCode: ExitCode.conflict,
    error:
      '{cwd}/notes.txt is there already and holds something else; accepted: a new name, or an earlier load-test-config.json',
    next: 'choose another name with --out, or remove that file',
  },
  {
    line: 'prepare-load-test --runner kubernetes',
    exitCode: ExitCode.usage,
    error: '--runner kubernetes: accepted: local',
    next: 'gomeet prepare-load-test --help',
  },
  {
    line: 'dr-drill',
    exitCode: ExitCode.usage,
    error:
      'which drill? accepted: api-worker-killed, api-workers-rolling, media-node-killed, redis-master-killed, redis-down-5s, redis-down-35s, redis-down-7min, postgres-primary-killed, backup-storage-unreachable, data-deleted, platform-killed, region-lost; or --all',
    next: 'gomeet dr-drill --all --dry-run',
  },
  {
    line: 'dr-drill redis-down-5',
    exitCode: ExitCode.usage,
    error:
      'no drill is named "redis-down-5": did you mean "redis-down-5s"? accepted: api-worker-killed, api-workers-rolling, media-node-killed, redis-master-killed, redis-down-5s, redis-down-35s, redis-down-7min, postgres-primary-killed, backup-storage-unreachable, data-deleted, platform-killed, region-lost',
    next: 'gomeet dr-drill --all --dry-run',
  },
  {
    line: 'dr-drill redis-down-5s --all',
    exitCode: ExitCode.usage,
    error: '--all and redis-down-5s at once: say one of them',
    next: 'gomeet dr-drill --all --dry-run',
  },
  {
    line: 'dr-drill --all --repeat 0',
    exitCode: ExitCode.usage,
    error: '--repeat 0: accepted: a whole number from 1 to 20 runs',
    next: 'gomeet dr-drill --help',
  },
  {
    line: 'dr-drill --all --api-url http://127.0.0.1:1',
    exitCode: ExitCode.usage,
    error: '--api-url: accepted only with --target kubernetes',
    next: 'leave it out, or add --target kubernetes',
  },
  {
    line: 'dr-drill --all',
    exitCode: ExitCode.critical,
    error: 'no platform runs here ({cwd}/.gomeet)',
    next: 'gomeet deploy --target local',
  },
];
