import { z } from 'zod';

/**
 * What was proven in a login, and by whom. What waits for a second factor, what is let in, the session that comes of it
 * and its record each have all of it, and add only what is theirs.
 */
export const provenLogin = z.object({
  identityId: z.string(),
  aal: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  /** RFC 8176, for example `pwd`, `otp`, `sms`, `mfa`. */
  amr: z.array(z.string()).readonly(),
  /** Kinds of the authenticators that proved it. */
  used: z.array(z.string()).readonly(),
  /** When its holder proved it, where that was not now. */
  authTime: z.coerce.date().optional(),
  /** The identity's `tokenEpoch` then: what a lock or a recovery overtook proves nothing. */
  epoch: z.number().optional(),
});
export type ProvenLogin = Readonly<z.output<typeof provenLogin>>;
