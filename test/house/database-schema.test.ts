import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCatalogue, type Table } from "../../scripts/schema/catalogue.ts";
import { pageOf } from "../../scripts/schema/page.ts";
import { digestIn, digestOf, dotsOf } from "../../scripts/schema/picture.ts";
import { createWorld, type World } from "../world.ts";

let world: World;
let catalogue: Table[];
beforeAll(async () => {
  world = await createWorld();
  catalogue = await readCatalogue((sql) => world.sql(sql));
});
afterAll(() => world[Symbol.asyncDispose]());

test("docs/database-schema.md is what the migrated database is (else: node scripts/schema.ts)", () => {
  expect(readFileSync("docs/database-schema.md", "utf8")).toBe(pageOf(catalogue));
});

test("docs/database-schema.png was drawn from the migrated database (else: node scripts/schema.ts)", () => {
  expect(digestIn(readFileSync("docs/database-schema.png"))).toBe(digestOf(dotsOf(catalogue)));
});

test("a table that belongs to no part of the product keeps the drawing from being made", () => {
  expect(() => pageOf([...catalogue, { name: "stray", columns: [], references: [] }])).toThrow("give a group to stray");
});
