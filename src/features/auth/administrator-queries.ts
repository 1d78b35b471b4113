import { build, statement } from "../../db/build.ts";

/** Everybody who can act as an administrator; two who would remove each other queue here. */
export const lockAdministrators = statement((_: object) =>
  build
    .selectFrom("profiles")
    .select("id")
    .where("role", "=", "admin")
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null)
    .orderBy("id")
    .forUpdate(),
);
