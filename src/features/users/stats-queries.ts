import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Asked = { userId: string; month: string; now: Date };
type Category = { category: string; count: number };

const number = (text: string) => sql<number>`${sql.raw(text)}`;

/** All the numbers of one person, of one moment. */
export const statsOf = statement((p: Asked) =>
  build
    .with("own", (db) =>
      db
        .selectFrom("prompts")
        .select(["id", "category", "is_public", "version", "view_count", "quality_score"])
        .where("user_id", "=", p.userId)
        .where("deleted_at", "is", null),
    )
    .with("categories", (db) =>
      db
        .selectFrom("own")
        .select(["category", number("count(*)::int").as("count")])
        .groupBy("category"),
    )
    .with("written", (db) =>
      db.selectFrom("own").select([
        number("count(*)::int").as("prompts"),
        number("(count(*) filter (where is_public))::int").as("public"),
        number("coalesce(sum(version), 0)").as("versions"), // a prompt's versions have no gaps
        number("coalesce(sum(view_count), 0)").as("views"),
        sql<number | null>`round(avg(quality_score) * 100)`.as("quality"),
      ]),
    )
    .with("links", (db) =>
      db
        .selectFrom("shared_prompts as s")
        .leftJoin("prompts as p", (join) =>
          join
            .onRef("p.id", "=", "s.prompt_id")
            .on("p.deleted_at", "is", null)
            .on("p.moderation_status", "<>", "removed"),
        )
        .select([
          sql<number>`(count(*) filter (where p.id is not null and s.revoked_at is null
            and (s.expires_at is null or s.expires_at > ${p.now})
            and (s.max_views is null or s.view_count < s.max_views)))::int`.as("active"),
          number("coalesce(sum(s.view_count), 0)").as("opens"),
        ])
        .where("s.created_by", "=", p.userId),
    )
    .with("ledger", (db) =>
      db
        .selectFrom("enhancements")
        .select([
          number("(count(*) filter (where state = 'settled'))::int").as("enhancements"),
          sql<number>`(count(*) filter (where state = 'settled' and month = ${p.month}))::int`.as("thisMonth"),
          number("(count(*) filter (where state = 'settled' and status = 'improved'))::int").as("improved"),
          number("coalesce(sum(input_tokens), 0)").as("input"),
          number("coalesce(sum(output_tokens), 0)").as("output"),
          number("coalesce(sum(cost_usd) filter (where state <> 'reserved'), 0)").as("cost"),
        ])
        .where("user_id", "=", p.userId),
    )
    .selectFrom(["profiles", "written", "links", "ledger"])
    .selectAll(["written", "links", "ledger"])
    .select("profiles.created_at as since")
    .select((eb) =>
      eb
        .selectFrom("categories")
        .select(
          sql<Category[]>`coalesce(json_agg(json_build_object('category', category, 'count', count)
            order by count desc, category), '[]')`.as("list"),
        )
        .$asScalar()
        .$notNull()
        .as("byCategory"),
    )
    .where("profiles.id", "=", p.userId),
);
