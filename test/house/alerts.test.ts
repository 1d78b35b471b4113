import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { createWorld, type World } from "../world.ts";

const read = (name: string): string => readFileSync(`docs/${name}`, "utf8");
const Rule = z.strictObject({
  alert: z.string().regex(/^Promptr[A-Z]\w+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(["critical", "warning"]) }),
  annotations: z.strictObject({ summary: z.string(), runbook_url: z.string() }),
});
const Rules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), interval: z.string(), rules: z.array(Rule) })),
});
const rules = Rules.parse(parse(read("alerts.yml"))).groups.flatMap((group) => group.rules);

const Position = z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1).max(24), h: z.int().min(1) });
const Source = z.strictObject({ type: z.literal("prometheus"), uid: z.literal("${datasource}") });
const Target = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  datasource: Source,
  expr: z.string().min(1),
  legendFormat: z.string(),
  range: z.boolean(),
  instant: z.boolean(),
});
const Row = z.strictObject({
  id: z.int(),
  type: z.literal("row"),
  title: z.string(),
  collapsed: z.literal(false),
  gridPos: Position,
  panels: z.tuple([]),
});
const Graph = z.strictObject({
  id: z.int(),
  type: z.enum(["timeseries", "stat"]),
  title: z.string().min(1),
  description: z.string().min(1),
  datasource: Source,
  gridPos: Position,
  targets: z.array(Target).min(1),
  fieldConfig: z.strictObject({
    defaults: z.looseObject({ unit: z.string().min(1), min: z.number() }),
    overrides: z.tuple([]),
  }),
  options: z.looseObject({}),
});
/** The parts of Grafana's dashboard model (schema version 39) this one uses. */
const Dashboard = z.looseObject({
  uid: z.string().max(40),
  title: z.string(),
  schemaVersion: z.literal(39),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  templating: z.strictObject({
    list: z.array(z.looseObject({ name: z.string(), type: z.enum(["datasource", "query"]) })),
  }),
  panels: z.array(z.discriminatedUnion("type", [Row, Graph])),
});
const dashboard = Dashboard.parse(JSON.parse(read("grafana-dashboard.json")));
const graphs = dashboard.panels.filter((panel) => panel.type !== "row");

const WORDS = new Set(
  "absent sum rate by le histogram_quantile max min time and increase topk clamp_min instance queue state provider metric for without on route status method code policy kind outcome model".split(
    " ",
  ),
);
/** The metrics an expression names: what is left without selectors, strings, numbers, ranges and functions. */
const metricsIn = (expr: string): string[] =>
  (
    expr
      .replaceAll(/\{[^}]*\}/g, "")
      .replaceAll(/\[[^\]]*\]/g, "")
      .match(/\b[a-z][a-z0-9_]+\b/g) ?? []
  ).filter((word) => !WORDS.has(word) && !/^\d|^e\d+$/.test(word));

describe("alerts", () => {
  test("each has a severity, a summary, and a runbook that docs/alerting.md has under its name", () => {
    expect(rules.length).toBeGreaterThanOrEqual(12);
    const headings = [...read("alerting.md").matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(headings).toEqual(rules.map(({ alert }) => alert));
    for (const { alert, annotations } of rules)
      expect(annotations.runbook_url).toBe(`docs/alerting.md#${alert.toLowerCase()}`);
  });

  test("each is tried once beyond its threshold and once short of it", () => {
    const tried = read("alerts.test.yml").match(/alertname: \w+\n +exp_alerts:.*/g) ?? [];
    const names = (fires: boolean) =>
      tried.filter((one) => one.endsWith("[]") !== fires).map((one) => /: (\w+)/.exec(one)?.[1]);
    expect(names(true)).toEqual(rules.map(({ alert }) => alert));
    expect(names(false)).toEqual(rules.map(({ alert }) => alert));
  });

  test("promtool finds no fault in them, and they fire when they should", ({ skip }) => {
    const promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool"].find(existsSync);
    skip(promtool === undefined, "promtool is not installed");
    const run = (...words: string[]): string => execFileSync(promtool!, words, { cwd: "docs", encoding: "utf8" });
    expect(run("check", "rules", "alerts.yml")).toContain(`SUCCESS: ${rules.length} rules found`);
    expect(run("test", "rules", "alerts.test.yml")).toContain("SUCCESS");
  });
});

describe("what they and the dashboard look at", () => {
  let world: World;
  let names: Set<string>;
  let labels: Map<string, Set<string>>;
  beforeAll(async () => {
    world = await createWorld({
      env: { METRICS_PORT: "0", OPENAI_API_KEY: "sk-x", OPENAI_BASE_URL: "http://127.0.0.1:1/v1" },
    });
    await world.anyone.raw("/livez");
    const text = await (await fetch(`http://127.0.0.1:${world.app.metricsPort}/metrics`)).text();
    names = new Set(
      [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = "", kind]) =>
        kind === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    );
    labels = new Map();
    for (const [, name = "", list = ""] of text.matchAll(/^(\w+)\{(.*)\} \S+$/gm)) {
      const known = labels.get(name) ?? new Set();
      for (const [, label = ""] of list.matchAll(/(\w+)="/g)) known.add(label);
      labels.set(name, known);
    }
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("is all in a scrape of a running server", () => {
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...graphs.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ];
    expect(asked.flatMap(metricsIn).filter((name) => !names.has(name))).toEqual([]);
    expect(new Set(asked.flatMap(metricsIn)).size).toBeGreaterThan(25);
  });

  test("is all explained in docs/alerting.md, and everything of ours there is on the dashboard or in an alert", () => {
    const table = new Set(
      read("alerting.md")
        .match(/`(?:promptr|http)_\w+`/g)
        ?.map((name) => name.slice(1, -1)),
    );
    const families = [...names].map((name) => name.replace(/_(?:bucket|sum|count)$/, ""));
    const ours = new Set(families.filter((name) => /^(?:promptr|http)_/.test(name)));
    expect([...ours].filter((name) => !table.has(name))).toEqual([]);
    expect([...table].filter((name) => !ours.has(name))).toEqual([]);
    const used = JSON.stringify([rules, graphs]);
    expect([...ours].filter((name) => !used.includes(name))).toEqual(["promptr_build_info"]); // names the processes
  });
});

test("no two panels of the dashboard lie over each other or have one id, and each variable it uses is there", () => {
  const { panels, templating } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
    expect(x + w).toBeLessThanOrEqual(24);
    return Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`);
  });
  expect(new Set(cells).size).toBe(cells.length);
  const variables = new Set(
    read("grafana-dashboard.json")
      .match(/\$\{?[a-z]\w+/g)
      ?.map((name) => name.replace(/^\$\{?/, "")),
  );
  expect([...variables].sort()).toEqual(templating.list.map(({ name }) => name).sort());
});
