import type { Page } from "../../../contract/html.ts";
import { Failure } from "../../../errors.ts";
import { htmlPage, route } from "../../../feature.ts";
import { Password } from "../schema.ts";
import {
  addressConfirmedPage,
  confirmationPage,
  deadLinkPage,
  passwordChangedPage,
  resetPage,
  tooManyTriesPage,
} from "./pages.ts";
import { ConfirmationForm, LinkAddress, ResetForm } from "./schema.ts";
import { confirmEmail, openConfirmationLink, openResetLink, resetPassword } from "./service.ts";

const page = { tag: "Pages", root: true, access: "public", params: LinkAddress, reply: htmlPage() } as const;

/** What a person did comes back as a page that says what is wrong, not as the edge's problem. */
async function orExplained(kind: "reset" | "confirmation", work: () => Promise<Page>): Promise<Page> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === "invalid_link_token") return deadLinkPage({ kind });
    if (error.code === "rate_limited") return tooManyTriesPage({ retryAfterSeconds: error.retryAfterSeconds ?? 1 });
    if (error.code === "wrong_password") return confirmationPage({ needsPassword: true, refusal: "wrong" });
    if (error.code === "invalid_input") return confirmationPage({ needsPassword: true, refusal: "missing" });
    if (error.code === "weak_password") return resetPage({ fault: error.faults[0]?.message ?? error.message });
    throw error;
  }
}

export const mailedPageRoutes = [
  route({
    ...page,
    name: "showConfirmation",
    method: "GET",
    path: "/verify-email/:token",
    doc:
      "The page behind a mailed confirmation link: a button that confirms the address. Opening it changes nothing, since " +
      "programs that look for viruses in mails open links too. The address of an administrator to be (ADMIN_EMAILS) also " +
      "asks for the account's password. A link that does not work any more has status 400.",
    pageStatuses: [400, 429],
    run: (scope, { params }) =>
      orExplained("confirmation", async () => {
        const { needsPassword } = await openConfirmationLink(scope, params.token);
        return confirmationPage({ needsPassword });
      }),
  }),
  route({
    ...page,
    name: "confirmByForm",
    method: "POST",
    path: "/verify-email/:token",
    doc:
      "The button of that page: confirms the address. Where the page asks for a password, a missing one has status 400 " +
      "and a wrong one 403.",
    bodyKind: "form",
    body: ConfirmationForm,
    example: { body: { password: "" } },
    pageStatuses: [400, 403, 429],
    run: (scope, { params, body }) =>
      orExplained("confirmation", async () => {
        const typed = body.password === "" ? undefined : Password.safeParse(body.password);
        if (typed?.success === false) return confirmationPage({ needsPassword: true, refusal: "wrong" });
        await confirmEmail(scope, { token: params.token, ...(typed && { password: typed.data }) });
        return addressConfirmedPage();
      }),
  }),
  route({
    ...page,
    name: "showReset",
    method: "GET",
    path: "/reset-password/:token",
    doc: "The page behind a mailed reset link: a form for the new password. Opening it changes nothing.",
    pageStatuses: [400, 429],
    run: (scope, { params }) =>
      orExplained("reset", async () => {
        await openResetLink(scope, params.token);
        return resetPage({});
      }),
  }),
  route({
    ...page,
    name: "resetByForm",
    method: "POST",
    path: "/reset-password/:token",
    doc: "The form of that page: sets the new password and ends every session. A password that is too easy has status 422.",
    bodyKind: "form",
    body: ResetForm,
    example: { body: { password: "a-better-one" } },
    pageStatuses: [400, 422, 429],
    run: (scope, { params, body }) =>
      orExplained("reset", async () => {
        const typed = Password.safeParse(body.password);
        if (!typed.success) return resetPage({ fault: "must have 1 to 128 characters" });
        await resetPassword(scope, { token: params.token, password: typed.data });
        return passwordChangedPage();
      }),
  }),
];
