import { build, statement } from "../../db/build.ts";

export const allFlags = statement((_: object) =>
  build.selectFrom("feature_flags").select(["name", "description", "enabled"]).orderBy("name"),
);
