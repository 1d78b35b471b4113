import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const LISTEN = join(import.meta.dirname, "../../src/http/listen.ts");

/** Serves six requests, collects, serves ten more and tells whether the last one's parts are still laid out in memory. */
const SCRIPT = `
  import { get } from "node:http";
  import { Listener } from ${JSON.stringify(LISTEN)};
  const listener = await Listener.open("127.0.0.1", 0);
  let last = [];
  listener.serve((request, response) => {
    last = [%HasFastProperties(request), %HasFastProperties(response)];
    response.end("ok");
  });
  const ask = () => new Promise((resolve) => get({ port: listener.port, agent: false }, (answer) => answer.resume().on("end", resolve)));
  for (let asked = 0; asked < 6; asked += 1) await ask();
  last = [];
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (let swept = 0; swept < 3; swept += 1) globalThis.gc();
  for (let asked = 0; asked < 10; asked += 1) await ask();
  console.log(JSON.stringify(last));
  await listener.close(0);
`;

test("requests stay objects with a layout, whatever is collected between the first few of a process", async () => {
  const flags = ["--expose-gc", "--allow-natives-syntax", "--input-type=module", "--eval", SCRIPT];
  const { stdout } = await run(process.execPath, flags);
  expect(JSON.parse(stdout)).toEqual([true, true]);
});
