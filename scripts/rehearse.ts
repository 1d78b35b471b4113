/**
 * `node scripts/rehearse.ts [--folder /var/tmp/promptr-rehearsal]`: runs every `bash` block of docs/self-hosting.md as printed, in order, on a bare Debian 12 made by
 * debootstrap, with the executable of `dist/` and Debian's own PostgreSQL. systemd does not run there: a stand-in starts what the
 * unit file says. Needs root, debootstrap and this machine's Debian mirror. Exit code 1 at the first command that fails.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeRoot } from "./image/roots.ts";

const { values } = parseArgs({ options: { folder: { type: "string", default: "/var/tmp/promptr-rehearsal" } } });
const ROOT = join(import.meta.dirname, "..");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What systemd would do with the words of the document. */
const SYSTEMCTL = `#!/bin/sh
unit=/etc/systemd/system/promptr.service
value() { sed -n "s/^$1=//p" $unit; }
stop() { pid=$(cat /run/promptr.pid) && kill "$pid" && tail --pid="$pid" -f /dev/null; }
start() {
  while IFS= read -r line; do export "$line"; done < "$(value EnvironmentFile)"
  cd "$(value WorkingDirectory)" || exit 1
  setpriv --no-new-privs --reuid="$(value User)" --regid="$(value Group)" --init-groups $(value ExecStart) >> /var/log/promptr.log 2>&1 &
  echo $! > /run/promptr.pid
}
case $1 in
  daemon-reload) ;;
  enable) start ;;
  restart) stop; start ;;
  *) echo "the stand-in knows no $1" >&2; exit 1 ;;
esac
`;
const BEGIN = "set -eu\ncd /root\n";
/** On a real machine installing the packages starts it. */
const START_POSTGRES = "pg_ctlcluster 15 main start\n";

function inside(root: string, script: string, alone: boolean): void {
  writeFileSync(join(root, "root/rehearsal.sh"), script);
  const enter = 'mount -t proc proc "$0/proc"; exec chroot "$0" /bin/bash -x /root/rehearsal.sh';
  const lo = alone ? "ip link set lo up; " : "";
  const words = [
    "--mount",
    "--pid",
    "--fork",
    "--kill-child",
    ...(alone ? ["--net"] : []),
    "--",
    "sh",
    "-euc",
    lo + enter,
    root,
  ];
  const env = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LANG: "C.UTF-8" };
  const { status } = spawnSync("unshare", words, {
    env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`A command of the document failed (${status})`);
}

const folder = resolve(values.folder);
const executable = join(ROOT, "dist/promptr");
if (!existsSync(executable)) throw new Error("There is no dist/promptr: npm run build");
mkdirSync(folder, { recursive: true });
rmSync(join(folder, "machine"), { recursive: true, force: true });
const root = makeRoot(folder, "machine", "debian:bookworm-00000000-slim");
try {
  for (const file of [executable, join(ROOT, "docs/promptr.service")])
    copyFileSync(file, join(root, "root", file.slice(file.lastIndexOf("/") + 1)));
  // Packages must not start anything: the network they come from is this machine's.
  writeFileSync(join(root, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  writeFileSync(join(root, "usr/local/sbin/systemctl"), SYSTEMCTL, { mode: 0o755 });
  const text = readFileSync(join(ROOT, "docs/self-hosting.md"), "utf8");
  const [install = "", ...blocks] = [...text.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
  inside(root, BEGIN + install, false);
  inside(root, BEGIN + START_POSTGRES + blocks.join("\n"), true);
  say(`${blocks.length + 1} blocks ran, each command ended with 0`);
  // On this machine, which has systemd's own units to refer to; the program lies elsewhere on it.
  const unit = join(folder, "promptr.service");
  const installed = readFileSync(join(ROOT, "docs/promptr.service"), "utf8");
  writeFileSync(unit, installed.replace("/usr/local/bin/promptr", executable));
  const verified = spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" });
  const said = verified.stderr?.trim() ?? "";
  say(`systemd-analyze verify: ${verified.error ? "not on this machine" : `exit ${verified.status} ${said}`}`);
  if (verified.status !== 0 && !verified.error) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
