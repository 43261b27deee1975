import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'certificate-expired',
  title: 'The certificate of TURN over TLS has ended',
  hypothesis:
    'Only people who need TURN over TLS are turned away, and the health check names the certificate. A new one is read without a restart: connections that were there before are kept.',
  profiles: ['ha'],
  steps: [{ act: 'expire-certificate' }, { act: 'wait', ms: 5_000 }, { act: 'renew-certificate' }],
  doors: ALL_DOORS,
  objective: { rtoMs: 1_000, rpoRows: 0, mediaBackMs: 1_000 },
  giveUpAfterMs: 60_000,
  recovery: 'a new certificate in its place and SIGUSR2 to coturn; when the drill ends, the former one again',
  kubernetes: {
    absent:
      'certificates there are cert-manager’s, which puts a good one in the place of any other before people meet it',
  },
};
