import { Client } from 'pg';
import { ConfigError, parseEnvironment } from './config.ts';
import { environmentSchema } from './environment.ts';

/**
 * Lets an account run the platform: `node src/platform/api/appoint-admin.ts ada@example.org`. The first admin has nobody to
 * appoint them by the API; whoever can reach the database may. It counts from the next login on.
 */
async function appoint(email: string | undefined): Promise<void> {
  if (email === undefined) throw new ConfigError('Whom? Give the e-mail address of an account.');
  const { DATABASE_URL: connectionString } = parseEnvironment(
    environmentSchema.pick({ DATABASE_URL: true }),
    process.env,
  );
  const client = new Client({ connectionString, application_name: 'gomeet-appoint-admin' });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `WITH appointed AS (
         UPDATE users SET role = 'admin', updated_at = now() WHERE email = lower($1) RETURNING id
       )
       INSERT INTO audit_log (action, subject_type, subject_id, outcome, details)
       SELECT 'account.role-changed', 'user', id, 'done', '{"to": "admin", "by": "appoint-admin"}' FROM appointed`,
      [email],
    );
    if (rowCount === 0) throw new ConfigError('No account has this e-mail address; register it first.');
    process.stdout.write('appointed; it counts from the next login on\n');
  } finally {
    await client.end();
  }
}

appoint(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
});
