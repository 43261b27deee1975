import type { PodSet } from './api-capacity.ts';
import { bitsPerByte, bytesPerGiB, secondsPerHour } from './constants.ts';
import type { Demand } from './demand.ts';
import type { Event } from './event.ts';
import { between, estimate, fixed, page, prior } from './prior-quantity.ts';
import { derive, input, type Quantity } from './quantity.ts';

const egressService = page(
  'LiveKit Egress: a composite of a room takes 2 to 6 CPUs; H264_720P_30 is 3 Mbit/s and 128 kbit/s of sound',
  'https://docs.livekit.io/home/self-hosting/egress/',
);

export const RECORDING_PRIOR = {
  meetingsPerPod: fixed(
    'storage.meetings-per-recorder',
    'meetings that a recorder pod records at a time',
    'meeting/pod',
    1,
  ),
  cores: prior(
    'storage.recorder-cores',
    'CPU of a recorder pod',
    'core/pod',
    between(3, 4, 6),
    egressService,
  ),
  memory: fixed('storage.recorder-memory', 'memory of a recorder pod', 'byte/pod', 4 * 2 ** 30, [
    egressService,
  ]),
  bitrate: prior(
    'storage.recording-bitrate',
    'bitrate of a recording',
    'bit/s/meeting',
    between(1.5e6, 3.128e6, 4.6e6),
    egressService,
  ),
  watches: prior(
    'storage.watches',
    'times that a recording is fetched',
    '1',
    between(0.5, 2, 10),
    estimate('few of those who missed a meeting watch it'),
  ),
  daysPerMonth: fixed('calendar.mean-days-per-month', 'days of a month', 'day/month', 365 / 12),
} as const;

export interface RecordingCapacity {
  readonly recorder: PodSet;
  readonly perMonth: Quantity<'GiB/month'>;
  /** What lies in object storage once the oldest recordings begin to be deleted. */
  readonly kept: Quantity<'GiB'>;
  readonly fetched: Quantity<'GiB/month'>;
}

export function recordingsOf(event: Event, demand: Demand, given: typeof RECORDING_PRIOR): RecordingCapacity {
  const retentionDays = input(
    { id: 'storage.retention-days', title: 'days that a recording is kept', unit: 'day' },
    event.recordingRetentionDays,
    'given',
  );
  const perMonth = derive(
    { id: 'storage.recorded-per-month', title: 'recordings made in a month', unit: 'GiB/month' },
    'recordedHours * secondsPerHour * bitrate / bitsPerByte / bytesPerGiB',
    {
      recordedHours: demand.recordedHoursPerMonth,
      secondsPerHour,
      bitrate: given.bitrate,
      bitsPerByte,
      bytesPerGiB,
    },
  );
  return {
    perMonth,
    kept: derive(
      { id: 'storage.recordings', title: 'recordings kept', unit: 'GiB' },
      'perMonth * retentionDays / daysPerMonth',
      { perMonth, retentionDays, daysPerMonth: given.daysPerMonth },
    ),
    fetched: derive(
      { id: 'traffic.month.recordings-gib', title: 'recordings fetched in a month', unit: 'GiB/month' },
      'perMonth * watches',
      { perMonth, watches: given.watches },
    ),
    recorder: {
      name: 'recorder',
      pool: 'worker',
      pods: derive(
        { id: 'storage.recorder-pods', title: 'recorder pods', unit: 'pod' },
        'ceil(recordedMeetings / perPod)',
        { recordedMeetings: demand.recordedMeetings, perPod: given.meetingsPerPod },
      ),
      cores: given.cores,
      memory: given.memory,
      isStateful: false,
    },
  };
}
