import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { isPublicAddress, openResolver } from "../../src/adapters/webhooks/addresses.ts";
import { webhookSender } from "../../src/adapters/webhooks.ts";
import { openNameServer } from "../fakes/dns.ts";
import { openReceiver } from "../fakes/receiver.ts";

const sender = webhookSender({ allowPrivate: true, timeoutMs: 400 });
const { signal } = new AbortController();
const post = (url: string, to = sender) => to.post({ url, headers: { "webhook-id": "1" }, body: "{}", signal });
afterEach(() => vi.unstubAllEnvs());

test("an address that is private, has a password in it, or is no https is refused before anybody is asked", () => {
  const strict = webhookSender({ allowPrivate: false });
  for (const url of [
    "http://example.com/",
    "ftp://example.com/",
    "https://user:secret@example.com/",
    "https://example.com:22/",
    "https://example.com/#part",
    "https://localhost/",
    "https://printer/",
    "https://db.internal/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/",
    "not a url",
  ])
    expect(strict.refusalOf(url), url).toBeTypeOf("string");
  for (const url of ["https://example.com/hook?token=1", "https://example.com:8443/", "https://93.184.216.34/"])
    expect(strict.refusalOf(url), url).toBeNull();
});

test("a name whose second answer is private is called at its first, and refused at its second", async () => {
  await using names = await openNameServer("127.0.0.2", "127.0.0.1");
  await using receiver = await openReceiver("0.0.0.0");
  const careful = webhookSender({
    allowPrivate: true,
    resolve: openResolver([names.server]),
    isAllowed: (address) => address === "127.0.0.2" || isPublicAddress(address), // stands for one of the open internet
  });
  const url = `http://rebind.example:${receiver.port}/`;
  expect(await post(url, careful)).toMatchObject({ status: 204, failure: null });
  expect(names.questions()).toBe(1);
  expect(await post(url, careful)).toMatchObject({ status: null, failure: "refused" });
  expect(receiver.heard.map(({ to }) => to.replace("::ffff:", ""))).toEqual(["127.0.0.2"]);
});

test("a receiver that never answers costs ten seconds at most, here four tenths of one", async () => {
  await using receiver = await openReceiver();
  receiver.answer(() => undefined);
  const startedAt = performance.now();
  expect(await post(receiver.url)).toMatchObject({ status: null, failure: "timeout" });
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

test("a receiver that drips its answer is heard by its head, and cut off in time", async () => {
  await using receiver = await openReceiver();
  receiver.answer((response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(drip));
  });
  const startedAt = performance.now();
  expect(await post(receiver.url)).toMatchObject({ status: 200, failure: null });
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

test("of an answer of 5 MB no more than 64 kB is taken, and 500 characters are kept", async () => {
  await using receiver = await openReceiver();
  let written = 0;
  const isOver = new Promise<void>((resolve) => {
    receiver.answer((response) => {
      response.writeHead(200);
      const chunk = "x".repeat(16_384);
      const fill = (): void => {
        while (written < 5_000_000 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", fill);
        }
        response.end();
      };
      response.on("close", resolve);
      fill();
    });
  });
  const { text, status } = await post(receiver.url);
  await isOver;
  expect({ status, length: text.length }).toEqual({ status: 200, length: 500 });
  expect(written).toBeLessThan(5_000_000); // what the sockets of both sides hold is sent and never read
});

test("a redirect is an answer and is not followed", async () => {
  await using receiver = await openReceiver();
  receiver.status(307, { location: "http://169.254.169.254/latest/meta-data/" });
  expect(await post(receiver.url)).toMatchObject({ status: 307, failure: null });
  expect(receiver.heard).toHaveLength(1);
});

test("a receiver that closes before its head is unreachable, one that closes after it has answered", async () => {
  await using receiver = await openReceiver();
  receiver.answer((_response, request) => request.socket.destroy());
  expect(await post(receiver.url)).toMatchObject({ status: null, failure: "unreachable" });
  receiver.answer((response) => {
    response.writeHead(500, { "content-length": "100" });
    response.write("half", () => response.destroy());
  });
  expect(await post(receiver.url)).toMatchObject({ status: 500, failure: null });
});

test("no compressed answer is asked for or unpacked, and no proxy of the environment is used", async () => {
  await using receiver = await openReceiver();
  await using proxy = await openReceiver();
  for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"])
    vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`);
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  receiver.status(200, { "content-encoding": "gzip" }, "not unpacked");
  expect(await post(receiver.url)).toMatchObject({ status: 200, text: "not unpacked" });
  expect(receiver.heard[0]?.headers["accept-encoding"]).toBe("identity");
  expect(proxy.heard).toEqual([]);
});

test("a receiver that speaks no HTTP, or another protocol, is unreachable", async () => {
  for (const words of [
    "SSH-2.0-OpenSSH_9.9\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
  ]) {
    const server = createTcpServer((socket) => socket.on("error", () => undefined).end(words)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await post(url)).toMatchObject({ status: null, failure: "unreachable" });
    server.close();
  }
});

test("a certificate that nobody vouches for is refused, whatever the environment says", async () => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const folder = mkdtempSync(join(tmpdir(), "promptr-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const made = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    "/CN=127.0.0.1",
    "-days",
    "1",
  ];
  execFileSync("openssl", ["req", "-x509", ...made, "-keyout", key, "-out", cert], { stdio: "ignore" });
  let heard = 0;
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
    heard += 1;
    response.end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await post(url)).toMatchObject({ status: null, failure: "tls" });
  expect(heard).toBe(0);
  server.close();
  rmSync(folder, { recursive: true });
});

test("a name that does not exist is unknown, and one nobody answers for is given up in time", async () => {
  await using names = await openNameServer();
  const asking = webhookSender({ allowPrivate: true, timeoutMs: 400, resolve: openResolver([names.server]) });
  expect(await post("http://nowhere.example/", asking)).toMatchObject({ failure: "unknown_host" });
  const silent = webhookSender({ allowPrivate: true, timeoutMs: 200, resolve: openResolver(["127.0.0.1:9"]) });
  expect(["timeout", "unreachable"]).toContain((await post("http://silent.example/", silent)).failure);
});
