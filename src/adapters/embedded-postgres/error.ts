type Details = { readonly output?: readonly string[]; readonly cause?: unknown };

/** Why the embedded Postgres cannot serve. `message` is one line for a person; `output` holds the last lines Postgres wrote. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
  readonly output: readonly string[];
  constructor(message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.output = details.output ?? [];
  }
}

/** The system's code of a failed file or process call (`EACCES`), or "" when it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
