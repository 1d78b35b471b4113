import { z } from "zod";
import { html, page } from "../../contract/html.ts";
import { Failure } from "../../errors.ts";
import { htmlPage, route } from "../../feature.ts";
import { refuseOthers } from "./dev-only.ts";
import { LOOKS, previewOf } from "./preview.ts";
import { MAIL_TEMPLATES } from "./templates.ts";

const STYLE =
  ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:50rem;margin:3rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}";
/** A mail's styles stand in its elements, as mail programs want them; it has nothing else to load. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const previewRoutes = [
  route({
    name: "previewMail",
    tag: "Pages",
    method: "GET",
    path: "/dev/mail/preview/:template",
    root: true,
    doc: "A mail template filled with sample data, as its light or dark HTML or as text. Only outside production, and from this machine.",
    access: "public",
    params: z.strictObject({ template: z.string().max(40) }),
    query: z.strictObject({ look: z.enum(LOOKS).default("light") }),
    reply: htmlPage(),
    fails: ["not_found"],
    run: async (scope, { params, query }) => {
      refuseOthers(scope);
      const template = MAIL_TEMPLATES.find((name) => name === params.template);
      if (!template) throw new Failure("not_found");
      const shown = previewOf(template, query.look, scope.settings);
      const body = html`<main>
        <h1>${template}</h1>
        <pre>${shown}</pre>
      </main>`;
      const textPage = page({ title: template, body, style: STYLE });
      if (query.look === "text") return textPage;
      return { ...textPage, html: shown, headers: { ...textPage.headers, "Content-Security-Policy": MAIL_POLICY } };
    },
  }),
];
