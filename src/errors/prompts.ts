import type { Explanation } from "./explanation.ts";

/** Failures of prompts and what hangs on them. */
export const PROMPTS = {
  folder_limit_reached: {
    cause: "The account has 1,000 folders, which is as many as it may have.",
    cure: "Delete some (their prompts stay), or use tags.",
  },
  folder_cycle: {
    cause: "The folder was to be moved into itself or below itself.",
    cure: "Choose another `parentId`, or null for the top. `GET /api/v1/folders` shows the tree as it is.",
  },
  folder_taken: {
    cause: "The same place holds a folder of this name already.",
    cure: "Use that folder, or another name.",
  },
  slug_taken: {
    cause: "Another of your prompts has this slug, or had it less than 30 days before it was deleted.",
    cure: "Choose another slug, leave it out to get a free one, or restore the deleted prompt. The detail says which it is.",
  },
  too_many_versions: {
    cause: "The prompt has 10,000 versions, which are never thrown away while it lives.",
    cure: "Go on in a copy: `POST /api/v1/prompts` with the newest text. A program that saves on every run should compare first.",
  },
  label_limit_reached: {
    cause: "The prompt has 50 labels.",
    cure: "Remove one with `DELETE /api/v1/prompts/:id/labels/:label`. For one text per customer, take variables or a prompt each.",
  },
  link_limit_reached: {
    cause: "The prompt has 100 share links that still work.",
    cure: "Revoke some: `GET /api/v1/sharing/my-shares` lists them. One link may serve many readers.",
  },
  share_gone: {
    cause:
      "The link was good, but has expired, has had as many views as it was made for, or its prompt was deleted or taken down.",
    cure: "Ask its owner for a new one. The owner can give it more views or a later end with `PUT /api/v1/sharing/:token`.",
  },
  version_moved: {
    cause:
      "`If-Match` (or a version named in the body) is that of an older state: somebody changed the resource since you read it. Nothing was written.",
    cure: "Read it again, look at what changed (`GET /api/v1/prompts/:id/diff`), make your change on top of it and send the new `ETag`.",
  },
  label_moved: {
    cause:
      "The label points elsewhere than `If-Match` says, or exists already where `If-None-Match: *` wanted it new. Nothing was moved.",
    cure: "Read the label again and decide anew: `GET /api/v1/prompts/:id/labels/:label/history` shows who moved it and why.",
  },
  publish_blocked: {
    cause:
      "The prompt holds what must not be shown to everybody: a secret, hidden characters, or a phrase that takes over another's model. `errors` gives field and place.",
    cure: "Take out what is named and save again. A key that stood there should be replaced: it is in older versions. `POST /api/v1/prompts/:id/publish-check` looks without publishing.",
  },
  template_invalid: {
    cause:
      "The text cannot be read as a template: a brace is opened and never closed. `errors` gives line and column of each.",
    cure: "Close it, or put what is meant as it stands between `{{{{raw}}}}` and `{{{{/raw}}}}`.",
  },
  variable_missing: {
    cause:
      "A required variable has no value and no default, or the value is of another type or not among those allowed. `errors` lists each.",
    cure: "Send the values under `variables`, or give the variable a default in the prompt.",
  },
  import_invalid: {
    cause: "The file is none of the kinds that are known, is damaged, or holds only references without text.",
    cure: "Look at `errors`, compare with `docs/migrating.md`, and try with `?dryRun=true`, which writes nothing. Nothing of the file was imported.",
  },
  test_name_taken: {
    cause: "Another test case of this prompt has the name.",
    cure: "Choose another, or change that case with `PUT`.",
  },
  test_limit_reached: {
    cause: "The prompt has 50 test cases.",
    cure: "Delete one. Cases that ask nearly the same cost a call of a model each.",
  },
  no_test_cases: {
    cause: "A test run was asked for, and the prompt has no test cases.",
    cure: "Make some with `POST /api/v1/prompts/:id/tests` first.",
  },
  test_run_running: {
    cause: "A test run of this prompt has not ended; there is one at a time.",
    cure: "Wait for it: `GET /api/v1/prompts/:id/tests/runs` shows how far it is.",
  },
  nothing_to_appeal: {
    cause: "No administrator holds anything of this prompt back, or the decision is final.",
    cure: "`GET /api/v1/prompts/:id/moderation` shows what was decided and why.",
  },
  appeal_made: {
    cause: "The owner has answered this decision already; there is one note for each.",
    cure: "Wait for the administrators. A new decision can be answered again.",
  },
} as const satisfies Record<string, Explanation>;
