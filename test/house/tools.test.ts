import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { stableId } from "../../scripts/postman-request.ts";
import { routes } from "../../src/app/document.ts";
import { createScene } from "../features/enrichment/scene.ts";

const run = promisify(execFile);
const MODULES = "scripts/tools/node_modules";
const missing = existsSync(`${MODULES}/newman`) && existsSync(`${MODULES}/@redocly/cli`);
/** Why these tests are skipped on this machine, or false. */
const noTools: string | false = missing
  ? false
  : `${MODULES} is missing: npm ci --prefix scripts/tools --ignore-scripts`;
const PATIENCE_MS = 120_000;

test(
  "redocly finds nothing to say about docs/openapi.json, by its strict rules and ours",
  async ({ skip }) => {
    if (noTools) skip(noTools);
    const words = ["lint", "docs/openapi.json", "--config", "scripts/tools/redocly.yaml", "--format", "json"];
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", CI: "true" };
    const { stdout } = await run(process.execPath, [`${MODULES}/@redocly/cli/bin/cli.js`, ...words], { env }).catch(
      (error: { stdout: string }) => error,
    );
    const { totals, problems } = JSON.parse(stdout.slice(stdout.indexOf("{")));
    const shown = problems.map(({ ruleId, message }: { ruleId: string; message: string }) => `${ruleId}: ${message}`);
    expect([totals, shown.slice(0, 20)]).toEqual([{ errors: 0, warnings: 0, ignored: 0 }, []]);
  },
  PATIENCE_MS,
);

type Execution = {
  item: { id: string; name: string };
  response?: { code: number };
  assertions?: { assertion: string; error?: object }[];
};
type Report = {
  run: {
    stats: { assertions: { total: number; failed: number } };
    failures: { error: { message: string }; source?: { name?: string } }[];
    executions: Execution[];
  };
};

const NAMES = new Map(routes.map(({ name }) => [stableId(name), name]));
/** What the collection cannot bring about in one go, and what it is told. */
const REFUSED: readonly string[] = [
  // Tokens that only a mail or a page holds.
  "resetPassword 400, verifyEmail 400, showConfirmation 400, confirmByForm 400, showReset 400, resetByForm 400",
  "showUnsubscribe 404, unsubscribe 404, downloadExportByLink 404, readDevMail 404, fillShare 410, openDashboardByForm 403",
  // What a worker or a later step would have made.
  "downloadExport 409, compareTestRuns 404, replayWebhookDelivery 404, readBroadcast 404, cancelBroadcast 404",
  // What has no second: changes of an enhancement, a fork, a session that goes with the password, a label that was undone.
  "applyEnhancement 404, readUpstream 404, endSession 404, removeLabel 404",
  // The account is gone by then.
  "logout 401",
];

test(
  "newman runs the whole Postman collection against a live server: every status documented, none of them 5xx",
  async ({ skip }) => {
    if (noTools) skip(noTools);
    await using scene = await createScene();
    const { world } = scene;
    // The collection's account is an administrator from the start, so that what only they may do is driven as well.
    await world.sql(`create function promptr.make_admin() returns trigger language plpgsql as
    $$ begin new.role := 'admin'; new.subscription_tier := 'pro'; return new; end $$;
    create trigger make_admin before insert on promptr.profiles for each row execute function promptr.make_admin()`);
    await world.user({ role: "admin" }); // the last administrator could not erase their account
    const folder = mkdtempSync(join(tmpdir(), "promptr-newman-"));
    const report = join(folder, "report.json");
    const words = ["run", "docs/postman/promptr.postman_collection.json", "--env-var", `baseUrl=${world.url}`];
    const output = ["--reporters", "json", "--reporter-json-export", report, "--timeout-request", "20000"];
    await run(process.execPath, [`${MODULES}/newman/bin/newman.js`, ...words, ...output]).catch(() => undefined);
    const { stats, failures, executions } = (JSON.parse(readFileSync(report, "utf8")) as Report).run;
    rmSync(folder, { recursive: true, force: true });
    const codes = new Map(executions.map(({ item, response }) => [item.name, response?.code]));
    const failed = failures.map(({ error, source = {} }) => [source.name, codes.get(source.name ?? ""), error.message]);
    expect([stats.assertions.failed, failed]).toEqual([0, []]);
    expect(stats.assertions.total).toBe(executions.length);
    const refused = executions
      .filter(({ response }) => !response || response.code >= 400)
      .map(({ item, response }) => `${NAMES.get(item.id)} ${response?.code}`);
    expect(refused.sort()).toEqual(REFUSED.flatMap((line) => line.split(", ")).sort());
  },
  PATIENCE_MS,
);
