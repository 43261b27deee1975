import * as z from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type Connection, checked } from './connection.ts';

const registrySchema = z.object({ name: z.string(), region: z.string().default('') });

type Registry = z.output<typeof registrySchema>;

/** The account's container registry: an account has one, unless it pays for more. */
export interface Registries {
  /** Null: there is none. @throws GomeetError (conflict) for an account with several */
  get(): Promise<Registry | null>;
  create(request: { name: string; subscription_tier_slug: 'basic'; region?: string }): Promise<void>;
  delete(): Promise<void>;
}

export function registriesOf({ repeat, once, send }: Connection): Registries {
  return {
    async get() {
      try {
        const answer = await repeat(() => send({ method: 'GET', path: 'registry' }));
        return checked(z.object({ registry: registrySchema }), answer, 'registry').registry;
      } catch (error) {
        if (!(error instanceof GomeetError)) throw error;
        if (error.code === 'digitalocean-not-found') return null;
        // 412 is how this address says that the account has several registries.
        if (error.message.includes('HTTP 412')) throw several();
        throw error;
      }
    },
    async create(body) {
      await once(() => send({ method: 'POST', path: 'registry', body }));
    },
    async delete() {
      await repeat(() => send({ method: 'DELETE', path: 'registry' }));
    },
  };
}

const several = (): GomeetError =>
  new GomeetError('the account has several container registries, and which one is meant is not known', {
    exitCode: ExitCode.conflict,
    code: 'several-registries',
    hint: 'gomeet cloud plan --no-registry   leaves them alone',
  });
