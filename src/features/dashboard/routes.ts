import { z } from "zod";
import { Answer, htmlPage, noContent, route } from "../../feature.ts";
import { DASHBOARD } from "./cookie.ts";
import { openByForm, openDashboard } from "./service.ts";

/** As long as a bearer token may be. */
const TokenForm = z.strictObject({ token: z.string().trim().max(8_192).default("") }).meta({ id: "DashboardForm" });

export const routes = [
  route({
    name: "openDashboard",
    tag: "Admin",
    access: "admin",
    keyScope: null,
    method: "POST",
    path: "/admin/dashboard/session",
    doc:
      "A cookie that opens the jobs dashboard at /admin/dashboard for 15 minutes, and nothing else. It ends with the " +
      "session, and with the role.",
    reply: noContent(),
    run: async (scope) => new Answer(undefined, { headers: { "Set-Cookie": await openDashboard(scope) } }),
  }),
  route({
    name: "openDashboardByForm",
    tag: "Pages",
    access: "public",
    root: true,
    method: "POST",
    path: `${DASHBOARD}/session`,
    doc:
      "The form of the dashboard's sign-in page. A token that is not valid has status 401, one that is not an " +
      "administrator's 403, and a success leads on to the dashboard with 303.",
    bodyKind: "form",
    body: TokenForm,
    example: { body: { token: "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl" } },
    reply: htmlPage(),
    pageStatuses: [303, 401, 403],
    run: (scope, { body }) => openByForm(scope, body.token),
  }),
];
