import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { chmodSync, chownSync, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { EmbeddedPostgresError } from "./error.ts";
import { ownerOf } from "./files.ts";

/** `nobody`, which every Linux knows by this number; Postgres refuses to run as root. */
const NOBODY = 65_534;

/** Shows Postgres uid 65534 while its files stay root's and every folder root can enter stays open to it. */
const AS_NOBODY = ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/** Postgres shuts down by itself when our process is killed without a chance to stop it. */
const END_WITH_PARENT = ["setpriv", "--pdeathsig", "INT"];

/** A fixed environment: PGPORT and its relatives must not reach Postgres. macOS needs a valid LC_ALL. */
const ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", TZ: "UTC" };

const PROBE_TIMEOUT_MS = 5_000;

/** The account Postgres runs under: who must own its files, and how a program is started there. */
export type Account = {
  readonly owner: { readonly uid: number; readonly gid: number };
  /** True when programs give up root's rights, so that paths must be open to `owner`. */
  readonly dropped: boolean;
  readonly prefix: readonly string[];
};

/** Picks the account from who we are and who owns the data. Throws `EmbeddedPostgresError` when none would do. */
export function chooseAccount(dataDirectory: string): Account {
  const self = { uid: process.geteuid?.() ?? -1, gid: process.getegid?.() ?? -1 };
  const dataOwner = ownerOf(dataDirectory);
  const plain: Account = { owner: self, dropped: false, prefix: [] };
  const prefix = works(plain, [...END_WITH_PARENT, "true"]) ? END_WITH_PARENT : [];
  if (self.uid !== 0) {
    if (dataOwner !== null && dataOwner.uid !== self.uid) {
      throw new EmbeddedPostgresError(
        `The data in ${dataDirectory} belongs to account ${dataOwner.uid}; start Promptr as that account or choose another home`,
      );
    }
    return { ...plain, prefix };
  }
  if (process.platform !== "linux") {
    throw new EmbeddedPostgresError("Postgres refuses to run as root; start Promptr as an ordinary user");
  }
  if (dataOwner !== null && dataOwner.uid !== 0) return { owner: dataOwner, dropped: true, prefix };
  if (works(plain, [...AS_NOBODY, "true"])) return { ...plain, prefix: [...AS_NOBODY, ...prefix] };
  return { owner: { uid: NOBODY, gid: NOBODY }, dropped: true, prefix };
}

/** Lets a dropped account pass through a home that root keeps for itself; throws when a folder above it is closed. */
export function openHomeTo(account: Account, home: string): void {
  if (!account.dropped) return;
  if (!works(account, ["test", "-x", home]) && statSync(home).uid === 0) {
    chownSync(home, 0, account.owner.gid);
    chmodSync(home, (statSync(home).mode & 0o7777) | 0o010);
  }
  if (works(account, ["test", "-x", home])) return;
  throw new EmbeddedPostgresError(
    `PROMPTR_HOME ${home} cannot be reached by account ${account.owner.uid}, which runs Postgres for root; choose a home outside private folders`,
  );
}

/** Starts a program in its own process group, so that Ctrl-C reaches Promptr first and Postgres only when the app is done. */
export function spawnAs(
  account: Account,
  command: readonly string[],
  cwd: string,
): ChildProcessByStdio<null, null, Readable> {
  const [program, ...rest] = [...account.prefix, ...command];
  return spawn(program ?? "", rest, {
    cwd,
    env: ENVIRONMENT,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    ...(account.dropped && account.owner),
  });
}

/** Whether a short command can be started under the account and ends well. */
export function works(account: Account, command: readonly string[]): boolean {
  const [program, ...rest] = command;
  const owner = account.dropped ? account.owner : {};
  const options = { env: ENVIRONMENT, stdio: "ignore", timeout: PROBE_TIMEOUT_MS, cwd: "/", ...owner } as const;
  return spawnSync(program ?? "", rest, options).status === 0;
}
