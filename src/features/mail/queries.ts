import { build, statement } from "../../db/build.ts";

export const recipient = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select(["email", "full_name"])
    .where("id", "=", p.userId)
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null),
);
