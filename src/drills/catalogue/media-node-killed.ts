import { type Drill, gone } from '../drill.ts';

export const drill: Drill = {
  id: 'media-node-killed',
  title: 'The media server of a live room is killed',
  hypothesis:
    'Everyone in its room joins anew by themselves and receives media within 15 s; the rest of the platform does not notice.',
  profiles: ['lean', 'ha'],
  steps: [{ act: 'kill', who: 'media-node' }],
  haSteps: gone('media-node', 'room-join', 30_000),
  doors: ['room-join'],
  objective: { rtoMs: 15_000, rpoRows: 0, mediaBackMs: 15_000 },
  giveUpAfterMs: 90_000,
  recovery: 'it is started again; its people are on whichever server LiveKit chose meanwhile',
  room: { participants: 10, publishers: 2 },
  kubernetes: {
    steps: [{ act: 'delete-pods', who: 'media-node' }],
    hypothesis:
      'Everyone in its room joins anew by themselves, on another media server, and receives media within 15 s; the rest of the platform does not notice.',
    recovery: 'its Deployment makes another; its people are on whichever server LiveKit chose meanwhile',
    giveUpAfterMs: 180_000,
  },
};
