import type { ColumnType, Generated } from 'kysely';
import type { Role } from '../permissions.ts';

type Defaulted<T> = ColumnType<T, T | undefined, T>;

/** The columns that this code reads and writes; migrations/ holds the tables themselves. */
export interface Tables {
  users: {
    id: Generated<string>;
    email: string;
    password: string;
    first_name: string;
    last_name: string;
    status: Defaulted<'active' | 'inactive' | 'banned'>;
    email_verified: Defaulted<boolean>;
    last_login: Date | null;
    created_at: Generated<Date>;
  };
  user_sessions: {
    id: Generated<string>;
    user_id: string;
    token: string;
    expires_at: Date;
    ip_address: string | null;
    user_agent: string | null;
  };
  rooms: {
    id: Generated<string>;
    name: string;
    description: string | null;
    host_id: string;
    password: string | null;
    max_users: number;
    status: Defaulted<'active' | 'ended' | 'cancelled'>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
    ended_at: Date | null;
  };
  room_participants: {
    id: Generated<string>;
    room_id: string;
    user_id: string;
    joined_at: Generated<Date>;
    left_at: Date | null;
    role: Defaulted<Role>;
  };
}
