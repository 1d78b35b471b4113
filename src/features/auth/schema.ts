import { z } from "zod";
import { PersonName } from "../../contract/person-name.ts";

const PASSWORD_LENGTH_MAX = 128;
/** Far longer than any token of ours: what is shorter gets the answer of a wrong token, not of a wrong shape. */
export const TOKEN_LENGTH_MAX = 4_096;

// The shape is checked before lower-casing: U+212A (the Kelvin sign) would otherwise become the "k" of another account.
export const Email = z.string().trim().max(254).check(z.email()).toLowerCase();
// Normalised so that one password typed on two keyboards gives the same bytes (NIST SP 800-63B-4 §3.1.1.2).
export const Password = z.string().normalize("NFKC").min(1).max(PASSWORD_LENGTH_MAX);

export const Registration = z
  .strictObject({
    email: Email.meta({ description: "Kept in lower case; one account each" }),
    password: Password.meta({ description: "At least 6 characters; in production 8, and not one everybody guesses" }),
    fullName: PersonName.meta({ description: "Shown on prompts you publish" }),
  })
  .meta({ id: "Registration", examples: [{ email: "test@example.com", password: "test123", fullName: "Test User" }] });
export type Registration = z.output<typeof Registration>;

export const Credentials = z
  .strictObject({ email: Email, password: Password })
  .meta({ id: "Credentials", examples: [{ email: "test@example.com", password: "test123" }] });
export type Credentials = z.output<typeof Credentials>;

export const RefreshRequest = z
  .strictObject({ refreshToken: z.string().max(TOKEN_LENGTH_MAX).meta({ description: "Of your latest answer" }) })
  .meta({ id: "RefreshRequest", examples: [{ refreshToken: `pmr_${"x".repeat(43)}` }] });
export type RefreshRequest = z.output<typeof RefreshRequest>;

export const LogoutRequest = z
  .strictObject({ all: z.boolean().default(false).meta({ description: "End every session of the account" }) })
  .meta({ id: "LogoutRequest", examples: [{ all: true }] });
export type LogoutRequest = z.output<typeof LogoutRequest>;

export const PasswordChange = z
  .strictObject({
    currentPassword: Password,
    newPassword: Password.meta({ description: "Under the same rules as at registration" }),
  })
  .meta({ id: "PasswordChange", examples: [{ currentPassword: "test123", newPassword: "a-better-one" }] });
export type PasswordChange = z.output<typeof PasswordChange>;

export const SignedIn = z
  .object({
    user: z.object({ id: z.uuid(), email: z.email(), fullName: z.string() }),
    accessToken: z.string().meta({ description: "Send it as `Authorization: Bearer …`" }),
    refreshToken: z.string().meta({ description: "Good for one refresh, which gives the next one" }),
    expiresIn: z.int().meta({ description: "Seconds the access token is good for" }),
    tokenType: z.literal("Bearer"),
  })
  .meta({ id: "SignedIn" });
export type SignedIn = z.output<typeof SignedIn>;
