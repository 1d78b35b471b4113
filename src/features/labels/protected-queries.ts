import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

export const protectedLabelsOf = statement((p: { userId: string }) =>
  build.selectFrom("profiles").select("protected_labels as labels").where("id", "=", p.userId),
);

export const lockProtectedLabels = statement((p: { userId: string }) =>
  build.selectFrom("profiles").select("protected_labels as labels").where("id", "=", p.userId).forNoKeyUpdate(),
);

export const changeProtectedLabels = statement((p: { userId: string; labels: readonly string[] }) =>
  build
    .updateTable("profiles")
    .set({ protected_labels: sql<string[]>`${p.labels}::text[]` })
    .where("id", "=", p.userId)
    .returning("protected_labels as labels"),
);
