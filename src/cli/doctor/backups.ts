import { type Check, error, warning, when } from "./check.ts";
import { asked } from "./database.ts";

/** Hosts that copy what they store every day by themselves. */
const KEEPERS =
  /\.(?:supabase\.(?:co|com)|flympg\.net|rds\.amazonaws\.com|neon\.tech|postgres\.database\.azure\.com)[:/?]/i;

export const backups: Check = {
  name: "backups",
  title: "Backup strategies implemented",
  run: asked(async ({ config, facts }) => {
    if (KEEPERS.test(config.DATABASE_URL?.reveal() ?? "")) return [];
    const { archives, archivingFails, standbys } = await facts();
    return when(
      [
        archivingFails,
        error("The last write-ahead log could not be archived", "See archive_command and the server's log"),
      ],
      [
        !archives && standbys === 0,
        warning(
          "The database archives no log and has no standby; whether somebody copies it otherwise cannot be seen",
          "Take a pg_dump every day and try to restore one",
        ),
      ],
    );
  }),
};
