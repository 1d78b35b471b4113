import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { spawnAs, type Account } from "./account.ts";
import { EmbeddedPostgresError } from "./error.ts";
import { giveTree, ownerOf, readOrNull } from "./files.ts";
import { followOutput } from "./output.ts";

/** Postgres reads only data of its own major version. */
const MAJOR = "18";
const DRAFT = "postgres.new-";

type Place = { readonly home: string; readonly dataDirectory: string; readonly account: Account };

/**
 * Makes sure the data folder exists, is of this Postgres' version and belongs to the account that runs it.
 * `durable` waits until a new folder is on disk. Throws `EmbeddedPostgresError`.
 */
export async function prepareCluster(place: Place, initdb: string, durable: boolean): Promise<void> {
  const { home, dataDirectory, account } = place;
  if (!existsSync(dataDirectory)) return initialise(place, initdb, durable);
  const version = readOrNull(join(dataDirectory, "PG_VERSION"))?.trim();
  if (version === undefined) {
    throw new EmbeddedPostgresError(`${dataDirectory} holds no Postgres data; move it away or choose another home`);
  }
  if (version !== MAJOR) {
    const advice = `start the Promptr version that wrote it, or choose another home`;
    throw new EmbeddedPostgresError(
      `PROMPTR_HOME ${home} holds data of Postgres ${version}, this is ${MAJOR}; ${advice}`,
    );
  }
  // A restored backup often comes with wider modes, which Postgres refuses.
  chmodSync(dataDirectory, 0o700);
  if (ownerOf(dataDirectory)?.uid !== account.owner.uid) giveTree(dataDirectory, account.owner);
}

/** Works in a folder of another name and renames it when whole, so a kill in between leaves no half-made data. */
async function initialise({ home, dataDirectory, account }: Place, initdb: string, durable: boolean): Promise<void> {
  for (const name of readdirSync(home)) {
    if (name.startsWith(DRAFT)) rmSync(join(home, name), { recursive: true, force: true });
  }
  const draft = mkdtempSync(join(home, DRAFT));
  giveTree(draft, account.owner);
  const flags = ["-D", draft, "-U", "postgres", "--auth-local=trust", "--auth-host=reject", "--no-instructions"];
  const child = spawnAs(account, [initdb, ...flags, ...LOCALE, ...(durable ? [] : ["--no-sync"])], home);
  const output = followOutput(child.stderr);
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    const reason = output.complaint() ?? `exit code ${String(code)}`;
    throw new EmbeddedPostgresError(`Postgres could not create its data in ${home}: ${reason}`, {
      output: output.lines,
    });
  }
  renameSync(draft, dataDirectory);
  if (durable) syncFolder(home);
}

/** The built-in provider sorts the same on every system; macOS has no C.UTF-8 for the few things left to the system. */
const LOCALE = [
  "--encoding=UTF8",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  ...(process.platform === "darwin" ? ["--locale=C", "--lc-ctype=en_US.UTF-8"] : ["--locale=C.UTF-8"]),
];

function syncFolder(path: string): void {
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
}
