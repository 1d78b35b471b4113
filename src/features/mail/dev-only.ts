import { Failure } from "../../errors.ts";
import type { Scope } from "../../scope.ts";

/** Pages about mail are for the person at this machine, outside production; to everybody else there are none. */
export function refuseOthers({ settings, request }: Pick<Scope, "settings" | "request">): void {
  if (settings.production || !request.isLocal) throw new Failure("not_found", { detail: "No such endpoint" });
}
