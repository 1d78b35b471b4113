import { type Check, error, warning, when } from "./check.ts";

const IS_LOCAL = /@(?:localhost|127\.0\.0\.1|\[::1\]|\/)|host=(?:%2F|\/)/i;
/** Names and addresses only a private network knows, where nobody listens in. */
const IS_PRIVATE =
  /@(?:[\w-]+|[^/:?]+\.(?:internal|flycast|local)|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)(?:[:/?]|$)/i;
const PORT_OF_POOLERS = /@[^/]*:6543(?:\/|\?|$)/;

export const connection: Check = {
  name: "connection",
  title: "Database connection is safe",
  run: ({ config }) => {
    const url = config.DATABASE_URL?.reveal() ?? "";
    if (url === "")
      return [
        warning(
          "The embedded database holds everything",
          "Set DATABASE_URL, or stay on one machine and back PROMPTR_HOME up yourself",
        ),
      ];
    const isRemote = !IS_LOCAL.test(url);
    const mode = /[?&]sslmode=([\w-]+)/.exec(url)?.[1];
    const say = IS_PRIVATE.test(url) ? warning : error;
    return when(
      [
        isRemote && mode === undefined,
        say(
          "DATABASE_URL does not say sslmode, so everything is sent in the clear",
          "Add ?sslmode=verify-full, with &sslrootcert=<file> where the provider signs its own certificate, as Supabase does",
        ),
      ],
      [isRemote && mode === "disable", say("sslmode=disable sends everything in the clear", "Say sslmode=verify-full")],
      [
        mode === "no-verify" || (/[?&]uselibpqcompat=true/.test(url) && mode !== "verify-full"),
        warning(
          "The database need not prove who it is",
          "Say sslmode=verify-full with sslrootcert, and no uselibpqcompat",
        ),
      ],
      [
        PORT_OF_POOLERS.test(url) && !config.pooled,
        error(
          "Port 6543 is a transaction pooler, where LISTEN and session settings do not hold",
          "Unset DATABASE_POOLED, or connect to port 5432",
        ),
      ],
      [
        config.pooled && !config.MIGRATE_DATABASE_URL,
        warning("Migrations run through a transaction pooler", "Set MIGRATE_DATABASE_URL to a direct connection"),
      ],
    );
  },
};
