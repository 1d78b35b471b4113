import { noContent, ok, route } from "../../feature.ts";
import { FlagChange, FlagList, FlagPath, FlagState } from "./schema.ts";
import { deleteFlag, listFlags, setFlag } from "./service.ts";

const admin = { tag: "Admin", access: "admin", keyScope: null } as const;
const flag: FlagState = {
  name: "registration",
  description: "New accounts can be made",
  enabled: true,
  stored: true,
  overridden: false,
  builtIn: true,
};

export const routes = [
  route({
    ...admin,
    name: "listFlags",
    method: "GET",
    path: "/admin/flags",
    doc: "Every feature flag: what the table says, what holds, and whether PROMPTR_FLAGS decides it.",
    reply: ok(FlagList),
    example: { reply: { flags: [flag] } },
    run: (scope) => listFlags(scope),
  }),
  route({
    ...admin,
    name: "setFlag",
    method: "PUT",
    path: "/admin/flags/:flag",
    doc:
      "Switch a flag on or off, or make one for a front end, which reads it at GET /system/features. It holds on every " +
      "instance at once. What PROMPTR_FLAGS overrides stays as it says; the answer tells.",
    params: FlagPath,
    body: FlagChange,
    reply: ok(FlagState),
    fails: ["flag_limit_reached"],
    example: { body: { enabled: false }, reply: { ...flag, enabled: false, stored: false } },
    run: (scope, { params, body }) => setFlag(scope, params.flag, body),
  }),
  route({
    ...admin,
    name: "removeFlag",
    method: "DELETE",
    path: "/admin/flags/:flag",
    doc: "Remove a flag of a front end's. Those the product itself reads can be switched, not removed.",
    params: FlagPath,
    reply: noContent(),
    fails: ["not_found", "flag_built_in"],
    run: (scope, { params }) => deleteFlag(scope, params.flag),
  }),
];
