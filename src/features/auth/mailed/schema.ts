import { z } from "zod";
import { Email, Password, TOKEN_LENGTH_MAX } from "../schema.ts";

/** Far longer than a password may be, so that the page can say itself that one is too long. */
const TYPED_LENGTH_MAX = 4_096;

const Token = z.string().max(TOKEN_LENGTH_MAX).meta({ description: "The last part of the mailed link" });

export const ResetWish = z
  .strictObject({ email: Email })
  .meta({ id: "ResetWish", examples: [{ email: "test@example.com" }] });
export type ResetWish = z.output<typeof ResetWish>;

export const PasswordReset = z
  .strictObject({ token: Token, password: Password.meta({ description: "Under the same rules as at registration" }) })
  .meta({ id: "PasswordReset", examples: [{ token: "x".repeat(43), password: "a-better-one" }] });
export type PasswordReset = z.output<typeof PasswordReset>;

export const Confirmation = z
  .strictObject({ token: Token })
  .meta({ id: "Confirmation", examples: [{ token: "x".repeat(43) }] });

/** What was taken in, for a person to read. */
export const Taken = z.object({ message: z.string() }).meta({ id: "Taken" });
export type Taken = z.output<typeof Taken>;

/** The address of the page behind a mailed link. */
export const LinkAddress = z.strictObject({ token: Token });

export const ResetForm = z
  .strictObject({ password: z.string().max(TYPED_LENGTH_MAX).default("") })
  .meta({ id: "ResetForm" });

/** The button says everything. */
export const ConfirmationForm = z.strictObject({}).meta({ id: "ConfirmationForm" });
