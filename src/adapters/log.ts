import { inspect } from "node:util";
import { destination, pino, type DestinationStream, type LoggerOptions } from "pino";
import { z } from "zod";
import { currentTrace } from "../contract/trace.ts";

const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Fields that could hold a secret never reach the log, wherever they turn up. */
const REDACTED = ["password", "token", "accessToken", "refreshToken", "authorization", "apiKey", "secret"].flatMap(
  (key) => [key, `*.${key}`],
);

const Line = z.looseObject({ timestamp: z.string(), level: z.string(), message: z.string().default("") });

/** The guide's form for people: `2024-01-15 10:30:45 [INFO]: HTTP Request { … }`. */
function humanLine(json: string): string {
  const { timestamp, level, message, ...fields } = Line.parse(JSON.parse(json));
  const rest = Object.keys(fields).length > 0 ? ` ${inspect(fields, { breakLength: Infinity, depth: 4 })}` : "";
  return `${timestamp.slice(0, 19).replace("T", " ")} [${level.toUpperCase()}]: ${message}${rest}\n`;
}

/** Many lines are of one millisecond, whose text is made once. */
const latest = { at: 0, text: "" };
function timestamp(): string {
  const at = Date.now();
  if (at !== latest.at) Object.assign(latest, { at, text: new Date(at).toISOString() });
  return latest.text;
}

export type Log = {
  /** The line of one request; its fields hold no secrets by construction. */
  request(fields: object): void;
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
  /** Writes out what is buffered; call it last. */
  flush(): void;
};

/** JSON lines in production, the guide's readable form otherwise; buffered, so that no request waits for a write. */
export function createLog(options: { level: LogLevel; human: boolean; to?: { write(line: string): void } }): Log {
  const target = options.to ?? destination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 200 });
  const stream: DestinationStream = options.human
    ? {
        write: (line) => {
          target.write(humanLine(line));
        },
      }
    : target;
  const form: LoggerOptions = {
    level: options.level,
    base: null,
    messageKey: "message",
    timestamp: () => `,"timestamp":"${timestamp()}"`,
    formatters: { level: (label) => ({ level: label }) },
  };
  const mixin = (): object => {
    const traceId = currentTrace()?.traceId;
    return traceId === undefined ? {} : { traceId };
  };
  const logger = pino({ ...form, mixin, redact: { paths: REDACTED, censor: "[redacted]" } }, stream);
  const tellsRequests = logger.isLevelEnabled("info");
  return {
    // pino's form, of fields that are made for the log: going through them for secrets would cost more than writing them.
    request: (fields) => {
      if (!tellsRequests) return;
      const line = { level: "info", timestamp: timestamp(), ...fields, message: "HTTP Request" };
      stream.write(`${JSON.stringify(line)}\n`);
    },
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
    flush: () => {
      if ("flushSync" in target && typeof target.flushSync === "function") target.flushSync();
    },
  };
}
