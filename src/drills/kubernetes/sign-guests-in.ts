import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { openAccount } from '../../health/kubernetes/open-account.ts';
import type { RoomPlan } from '../../loadtest/room/plan.ts';
import type { Guest } from '../invite-guests.ts';

/**
 * 40 requests a second, 20 of them joins, are 240 and 120 a minute for each of so many; one account may do 1,000 and 200. They are
 * also the people in the drill's room, since an address may open 20 accounts an hour.
 */
export const GUESTS = 10;

/**
 * Signs the guests of a drill in, as people do, and opens the accounts that are not there.
 *
 * @throws GomeetError (prerequisite) with the API's words when one is not let in, (critical) when the API does not answer
 */
export async function signGuestsIn(
  ctx: Pick<Context, 'postJson'>,
  apiUrl: string,
  { emailPattern, password, first }: RoomPlan['accounts'],
): Promise<Guest[]> {
  const guests: Guest[] = [];
  for (let number = first; number < first + GUESTS; number++) {
    const email = emailPattern.replace('%05d', String(number).padStart(5, '0'));
    const names = { firstName: 'Drill', lastName: `Guest ${number}` };
    const answer = await openAccount(ctx, apiUrl, { email, password, ...names }).catch((error: Error) => {
      throw apiAway(apiUrl, error);
    });
    if (answer.state === 'refused') throw notLetIn(email, answer);
    guests.push({ userId: answer.userId, token: answer.accessToken });
  }
  return guests;
}

const apiAway = (apiUrl: string, cause: Error): GomeetError =>
  new GomeetError(`a drill's guests cannot sign in at ${apiUrl}: ${cause.message}`, {
    exitCode: ExitCode.critical,
    code: 'drill-not-prepared',
    hint: 'gomeet health-check --target kubernetes',
    cause,
  });

const notLetIn = (email: string, { status, said }: { status: number; said: string }): GomeetError =>
  new GomeetError(`a drill's guest, ${email}, is not let in: HTTP ${status} ${said}`.trim(), {
    exitCode: ExitCode.prerequisite,
    code: 'guests-not-let-in',
    hint:
      status === 429
        ? 'wait until the API lets this address again; it opens 20 accounts an hour'
        : `GOMEET_LOADTEST_ACCOUNT_PASSWORD   names that of accounts load-00001@load.gomeet.test to load-000${GUESTS}, whose addresses are confirmed`,
  });
