import type { Context } from '../../context.ts';

export interface AccountWish {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** What became of an account that was asked for: it lets its owner in, or the API said why not. */
export type AccountAnswer =
  | { readonly state: 'there' | 'opened'; readonly userId: string; readonly accessToken: string }
  | { readonly state: 'refused'; readonly status: number; readonly said: string };

interface Body {
  readonly user?: { readonly id: string };
  readonly accessToken?: string;
  readonly title?: string;
  readonly detail?: string;
}

/**
 * Signs an account in, and opens it first where it is not there. In this order, because the API opens 20 accounts an hour for one
 * address: who asks for those that are there already uses that up.
 */
export async function openAccount(
  ctx: Pick<Context, 'postJson'>,
  apiUrl: string,
  wish: AccountWish,
): Promise<AccountAnswer> {
  const { email, password } = wish;
  const signIn = () =>
    ctx.postJson(`${apiUrl}/api/v1/auth/login`, { email, password, refreshTokenIn: 'body' });
  const first = await signIn();
  if (first.status === 200) return signedIn(first.body, 'there');
  // Of an account that is not there it says the same as of a wrong password.
  if (first.status !== 401) return refused(first);
  const made = await ctx.postJson(`${apiUrl}/api/v1/auth/register`, wish);
  if (made.status !== 201) return refused(made);
  const second = await signIn();
  return second.status === 200 ? signedIn(second.body, 'opened') : refused(second);
}

function signedIn(body: unknown, state: 'there' | 'opened'): AccountAnswer {
  const { user, accessToken = '' } = body as Body;
  return { state, userId: user?.id ?? '', accessToken };
}

function refused({ status, body }: { readonly status: number; readonly body: unknown }): AccountAnswer {
  const { title, detail } = (body ?? {}) as Body;
  return { state: 'refused', status, said: detail ?? title ?? '' };
}
