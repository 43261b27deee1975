import { api } from '../api/api.ts';
import { createSession } from './session.ts';

/** The session of this page. */
export const session = createSession(api, localStorage);
