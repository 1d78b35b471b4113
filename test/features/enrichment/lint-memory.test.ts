import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const LEXICON = join(import.meta.dirname, "../../../src/features/enrichment/lint/lexicon/index.ts");
const TEXTS = 60;
const CHARACTERS = 175_000;
/** Reads texts that hold a new long word each, and says how many bytes are still held afterwards. */
const SCRIPT = `
  const { lexicalWords } = await import(${JSON.stringify(LEXICON)});
  const read = (number) => {
    const word = "unusualword" + String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26)).repeat(4);
    lexicalWords(Buffer.from(word + " " + "of the ".repeat(${CHARACTERS / 7})).toString());
  };
  const held = () => (globalThis.gc(), process.memoryUsage().heapUsed);
  read(${TEXTS});
  const before = held();
  for (let number = 0; number < ${TEXTS}; number += 1) read(number);
  console.log(held() - before);
`;

test("what the linter remembers of words does not hold on to the prompts they stood in", async () => {
  const flags = ["--expose-gc", "--input-type=module", "--eval", SCRIPT];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { env: {} });
  expect(Number(stdout)).toBeLessThan((TEXTS * CHARACTERS) / 2);
});
