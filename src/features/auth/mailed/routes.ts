import { accepted, noContent, route } from "../../../feature.ts";
import { askForReset } from "./reset-wish.ts";
import { Confirmation, PasswordReset, ResetWish, Taken } from "./schema.ts";
import { askForConfirmation, confirmEmail, resetPassword } from "./service.ts";

const tag = "Auth";
const token = "x".repeat(43);

export const mailedRoutes = [
  route({
    name: "forgotPassword",
    tag,
    method: "POST",
    path: "/auth/forgot-password",
    doc:
      "Ask for a mail with a link to choose a new password. The answer is the same whether or not there is such an " +
      "account. A mail goes out at most once in 15 minutes: asked again, look for the mail of before, whose link still works.",
    access: "public",
    ignoresCredential: true,
    body: ResetWish,
    reply: accepted(Taken),
    example: {
      body: { email: "test@example.com" },
      reply: { message: "If there is an account with this address, a mail with a link is on its way." },
    },
    run: (scope, { body }) => askForReset(scope, body),
  }),
  route({
    name: "resetPassword",
    tag,
    method: "POST",
    path: "/auth/reset-password",
    doc:
      "Choose a new password with the token of a mailed link: the newest, once, within 30 minutes. Ends every session " +
      "of the account and signs nobody in.",
    access: "public",
    ignoresCredential: true,
    body: PasswordReset,
    reply: noContent(),
    fails: ["invalid_link_token", "weak_password"],
    example: { body: { token, password: "a-better-one" } },
    run: (scope, { body }) => resetPassword(scope, body),
  }),
  route({
    name: "verifyEmail",
    tag,
    method: "POST",
    path: "/auth/verify-email",
    doc:
      "Confirm an e-mail address with the token of a mailed link: the newest, once, within 24 hours. An address that the " +
      "operator lists among those of administrators (ADMIN_EMAILS) needs the account's password as well: without it the " +
      "answer is invalid_input naming body.password. A wrong password does not use up the link.",
    access: "public",
    ignoresCredential: true,
    body: Confirmation,
    reply: noContent(),
    fails: ["invalid_link_token", "wrong_password"],
    example: { body: { token } },
    run: (scope, { body }) => confirmEmail(scope, body),
  }),
  route({
    name: "resendVerification",
    tag,
    method: "POST",
    path: "/auth/resend-verification",
    doc: "Ask for another mail with a link that confirms your address. Earlier links stop working.",
    access: "user",
    keyScope: null,
    reply: accepted(Taken),
    fails: ["local_account_required"],
    example: { reply: { message: "A mail with a link is on its way." } },
    run: (scope) => askForConfirmation(scope),
  }),
];
