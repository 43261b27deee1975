import { z } from 'zod';
import { type Delivery, DeliveryRefused } from '../delivery.ts';
import type { Mailer } from './mailer.ts';
import { isTemplateName, type Site, writeLetter } from './templates.ts';

/** What an `email` item of the outbox holds. */
const payloadSchema = z.object({
  to: z.string().min(3),
  template: z.string().refine(isTemplateName, 'is the name of a template'),
  variables: z.record(z.string(), z.unknown()).default({}),
});

/** The parts of a nodemailer error that say whose fault it is. */
interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
}

/** Said of this one letter or its receiver: the server itself is well. */
const isAboutTheLetter = ({ code }: SmtpError) => code === 'EENVELOPE' || code === 'EMESSAGE';

export function createMailDelivery(mailer: Mailer, site: Site): Delivery {
  return {
    kind: 'email',
    deliver: async ({ payload }) => {
      const parsed = payloadSchema.safeParse(payload);
      if (!parsed.success) throw new DeliveryRefused(`the letter is incomplete: ${parsed.error.message}`);
      const { to, template, variables } = parsed.data;
      let letter: ReturnType<typeof writeLetter>;
      try {
        letter = writeLetter(template, variables, site);
      } catch (error) {
        throw new DeliveryRefused(`the variables of ${template} are wrong: ${String(error)}`);
      }
      try {
        await mailer.send(to, letter);
      } catch (error) {
        const { responseCode = 0 } = error as SmtpError;
        // 5xx: the same letter would be refused again. 4xx: later, says RFC 5321.
        if (isAboutTheLetter(error as SmtpError) && responseCode >= 500)
          throw new DeliveryRefused(String(error));
        throw error;
      }
    },
    isOutage: (error) => !(error instanceof DeliveryRefused) && !isAboutTheLetter(error as SmtpError),
  };
}
