import { z } from 'zod';

/** What an account shows of itself to others. */
export const personSchema = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.email(),
  avatarUrl: z.string().nullable().describe('Path of the picture; it needs no token'),
});

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly avatar: string | null;
}

export const toPerson = ({ id, name, email, avatar }: PersonRow): z.infer<typeof personSchema> => ({
  userId: id,
  name,
  email,
  avatarUrl: avatar,
});
