import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { API_SCOPES } from "../../src/contract/credential.ts";

const read = (file: string): string => readFileSync(file, "utf8");
const PAGES = [
  "README.md",
  "CHANGELOG.md",
  ...globSync("docs/**/*.md").filter((file) => !file.includes("node_modules")),
];

test("every link between the documents leads to a file, and to a heading or anchor that is in it", () => {
  const dead = PAGES.flatMap((page) =>
    [
      ...read(page)
        .replaceAll(/```[^]*?```/g, "")
        .matchAll(/\]\(([^)\s]+)\)/g),
    ].flatMap(([, link = ""]) => {
      if (/^[a-z]+:/.test(link) || link.startsWith("/")) return [];
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(target)) return [`${page}: ${link}`];
      if (anchor === undefined) return [];
      const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
          .replaceAll(/\s/g, "-"),
      );
      return headings.includes(anchor) || read(target).includes(`<a id="${anchor}">`) ? [] : [`${page}: ${link}`];
    }),
  );
  expect(dead).toEqual([]);
});

test("the README lists every document there is", () => {
  const listed = read("README.md");
  const documents = readdirSync("docs").filter((name) => name.endsWith(".md"));
  expect(documents.filter((name) => !listed.includes(`docs/${name}`))).toEqual([]);
});

test("docs/architecture.md names every feature and every folder of the sources, and none that is not there", () => {
  const page = read("docs/architecture.md");
  const tree = page.slice(page.indexOf("```"), page.indexOf("## The arrow"));
  const features = readdirSync("src/features", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const named = [...tree.matchAll(/\b([a-z-]+)\/(?=\s)/g)].map(([, name = ""]) => name);
  expect(features.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
  const known = [
    ...globSync("{src,test,scripts}/**/*", { withFileTypes: true }).map(({ name }) => name),
    "migrations",
    "scripts",
    "src",
    "test",
  ];
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test("docs/security.md names every scope a key can have", () => {
  for (const scope of API_SCOPES) expect(read("docs/security.md")).toContain(`\`${scope}\``);
});
