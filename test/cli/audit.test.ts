import { expect, test } from "vitest";
import { readArguments, UsageError } from "../../src/cli/arguments.ts";
import { verifyAudit } from "../../src/cli/audit.ts";
import { createWorld, type World } from "../world.ts";
import { run } from "./command.ts";

const command = (world: World, ...words: string[]) =>
  run(world, (config, log, out) => verifyAudit(config, log, out, readArguments(["audit", "verify", ...words])));

test("audit verify prints a head to keep, holds the log against it later, and ends with 1 when something was changed", async () => {
  await using world = await createWorld();
  expect(await command(world)).toMatchObject({ code: 0, data: { intact: true, rows: 0, head: { seq: 0 } } });
  await world.sql(
    "insert into promptr.audit_log (actor_kind, action, subject_type) select 'job', 'a.b', 'c' from generate_series(1, 5)",
  );
  const right = await command(world);
  expect(right).toMatchObject({ code: 0, data: { intact: true, rows: 5, broken: null } });
  const { seq, hash } = right.data.head as { seq: number; hash: string };
  expect([seq, hash]).toEqual([5, expect.stringMatching(/^[0-9a-f]{64}$/)]);
  const kept = `${seq}:${hash}`;
  expect(right.text).toBe(`5 rows, all right. Keep the head elsewhere and ask for it with --expect-head:\n${kept}\n`);
  expect((await command(world, "--expect-head", kept)).code).toBe(0);
  expect(await command(world, "--expect-head", `5:${"ab".repeat(32)}`)).toMatchObject({
    code: 1,
    text: "broken at 5: the row is not the one that was expected; 4 rows are right\n",
  });
  await world.sql("set session_replication_role = replica; delete from promptr.audit_log where seq = 3");
  expect(await command(world)).toMatchObject({
    code: 1,
    text: "broken at 3: there is no such row; 2 rows are right\n",
    data: { intact: false, rows: 2, broken: { seq: 3, fault: "missing" } },
  });
});

test.each(["5", "5:xyz", `x:${"ab".repeat(32)}`, `5:${"ab".repeat(31)}`, `${"9".repeat(16)}:${"ab".repeat(32)}`])(
  "an expected head of %j is not understood",
  async (head) => {
    const config = { expectHead: head } as never;
    await expect(verifyAudit(config, config, config, { expectHead: head })).rejects.toThrow(UsageError);
  },
);
