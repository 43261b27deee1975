import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'region-lost',
  title: 'The region is lost: an empty second platform takes over from the backups alone',
  hypothesis:
    'With the storage and the key of the backups a platform that has nothing comes up with the data of the first within three minutes; what the first had not archived yet is lost, a minute of its log at most.',
  profiles: ['lean', 'ha'],
  steps: [
    { act: 'back-up' },
    // So that there is something that the archive does not have.
    { act: 'wait', ms: 10_000 },
    { act: 'kill-everything' },
    { act: 'restore-elsewhere' },
  ],
  doors: ALL_DOORS,
  // Of what was in the archive; that it reaches to 70 s before the loss is looked at by the step itself.
  objective: { rtoMs: 180_000, rpoRows: 0 },
  giveUpAfterMs: 400_000,
  recovery: 'the second platform is taken away with its data, and gomeet deploy brings the first one back',
  endsElsewhere: true,
  kubernetes: {
    absent: 'a second cluster is not this command’s to make; docs/runbooks/region-lost.md has the way',
  },
};
