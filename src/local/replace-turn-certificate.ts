import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { issueTurnCertificate, turnCertificateFiles } from './ha/turn-certificate.ts';
import { layoutOf } from './layout.ts';

/** The certificate of TURN on this machine, for a drill that lets it end. coturn reads it when it gets SIGUSR2. */
export interface TurnCertificate {
  /** Whom its clients believe, as PEM. */
  authority(): string;
  /** @param days from now to its end; negative for one that has ended */
  issue(days: number): Promise<void>;
  /** Remembers what is shown now. @returns what brings it back */
  keep(): () => void;
}

/** @param directory of the local target */
export function turnCertificateOf(directory: string): TurnCertificate {
  const layout = layoutOf(directory);
  return {
    authority: () => readFileSync(turnCertificateFiles(layout).authority, 'utf8'),
    issue: (days) => issueTurnCertificate(layout, days),
    keep() {
      const { certificate, key } = turnCertificateFiles(layout);
      const kept = [key, certificate].map((path) => ({ path, text: readFileSync(path) }));
      return () => {
        for (const { path, text } of kept) {
          writeFileSync(`${path}.back`, text, { mode: 0o600 });
          renameSync(`${path}.back`, path);
        }
      };
    },
  };
}
