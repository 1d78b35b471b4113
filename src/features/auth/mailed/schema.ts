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
  .strictObject({
    token: Token,
    password: Password.exactOptional().meta({
      description: "That of the account. Needed where the operator lists the address among those of administrators",
    }),
  })
  .meta({ id: "Confirmation", examples: [{ token: "x".repeat(43) }] });
export type Confirmation = z.output<typeof Confirmation>;

/** What was taken in, for a person to read. */
export const Taken = z.object({ message: z.string() }).meta({ id: "Taken" });
export type Taken = z.output<typeof Taken>;

/** The address of the page behind a mailed link. */
export const LinkAddress = z.strictObject({ token: Token });

const Typed = z.string().max(TYPED_LENGTH_MAX).default("");

export const ResetForm = z.strictObject({ password: Typed }).meta({ id: "ResetForm" });

/** The button says everything, but for an address that needs the password. */
export const ConfirmationForm = z.strictObject({ password: Typed }).meta({ id: "ConfirmationForm" });
