import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { zipOf } from "../../../src/features/privacy/index.ts";

test("an archive whose source ends early while nobody reads it ends alone: the process goes on", async () => {
  const cut = new Error("The caller has left");
  // oxlint-disable-next-line require-yield -- a source that fails before its first piece
  const text = async function* (): AsyncGenerator<string> {
    await nextTurn();
    throw cut;
  };
  const archive = zipOf([{ name: "a.json", text }], new Date(0));
  await new Promise((resolve) => archive.once("close", resolve));
  expect(archive.errored).toBe(cut);
});
