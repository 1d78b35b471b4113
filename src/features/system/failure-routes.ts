import { jsonPage } from "../../contract/html.ts";
import { Failure } from "../../errors.ts";
import { Answer, htmlPage, route } from "../../feature.ts";
import type { RequestFacts } from "../../scope.ts";
import { explainFailure, explainFailures, failurePage, failuresPage } from "./failure-pages.ts";
import { FailureExplained, FailureId, FailuresExplained } from "./schema.ts";

/** A program that asks for JSON; browsers name HTML as well. */
export const wantsJson = ({ headers: { accept = "" } }: Pick<RequestFacts, "headers">): boolean =>
  accept.includes("application/json") && !accept.includes("text/html");

const VARY = { Vary: "Accept" };
const page = { tag: "Pages", method: "GET", root: true, access: "public" } as const;

export const failureRoutes = [
  route({
    ...page,
    name: "explainFailure",
    path: "/docs/errors/:code",
    doc: "What a failure's code means, why it happens and what to do. The `type` of every problem leads here. JSON for who asks for JSON and not for HTML.",
    params: FailureId,
    reply: htmlPage(FailureExplained),
    fails: ["not_found"],
    example: { reply: explainFailure("rate_limited") },
    run: async ({ request }, { params }) => {
      const explained = explainFailure(params.code);
      if (!explained) throw new Failure("not_found", { detail: `There is no failure ${params.code}` });
      return new Answer(wantsJson(request) ? jsonPage(explained) : failurePage(explained), { headers: VARY });
    },
  }),
  route({
    ...page,
    name: "listFailures",
    path: "/docs/errors",
    doc: "Every failure there is. JSON, with cause and cure of each, for who asks for JSON and not for HTML.",
    reply: htmlPage(FailuresExplained),
    example: { reply: { data: [explainFailure("rate_limited")] } },
    run: async ({ request }) => {
      const failures = explainFailures();
      return new Answer(wantsJson(request) ? jsonPage({ data: failures }) : failuresPage(failures), { headers: VARY });
    },
  }),
];
