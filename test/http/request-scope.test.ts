import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { derive } from "../../src/scope.ts";

class Lazy {
  readonly name: string;
  readonly made: { count: number };
  constructor(name: string, made: { count: number }) {
    this.name = name;
    this.made = made;
  }
  get signal(): string {
    this.made.count += 1;
    return `signal of ${this.name}`;
  }
}

test("a scope made of another differs in what is given, and makes what is asked for only then", () => {
  const made = { count: 0 };
  const derived = derive(derive(new Lazy("Ada", made), { name: "Grace" }), { age: 3 });
  expect([derived.name, derived.age, made.count]).toEqual(["Grace", 3, 0]);
  expect([derived.signal, made.count]).toEqual(["signal of Grace", 1]);
});

test("what is given stands in the place of what would be made", () => {
  const made = { count: 0 };
  const derived = derive(derive(new Lazy("Ada", made), { signal: "another" }), { age: 3 });
  expect([derived.signal, made.count]).toEqual(["another", 0]);
  expect(derive({ a: 1, b: 2 }, { b: 3 })).toEqual({ a: 1, b: 3 });
});

test("no part of the service spreads a scope, which would lose what is made on demand", () => {
  const source = join(import.meta.dirname, "../../src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const spread = files.filter(
    (name) =>
      name !== "scope.ts" &&
      /\{[^{}()]*\.\.\.(?:scope|inner|free)\b(?![.\w])/.test(readFileSync(join(source, name), "utf8")),
  );
  expect(files.length).toBeGreaterThan(200);
  expect(spread).toEqual([]);
});
