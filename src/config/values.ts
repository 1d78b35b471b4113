import { createPrivateKey, createPublicKey, type JsonWebKey, sign, verify } from "node:crypto";
import { z } from "zod";
import { FLAGS } from "../contract/flags.ts";
import { Secret } from "./secret.ts";

export const secret = () => z.string().transform((value) => new Secret(value));
export const webUrl = () =>
  z.url({ protocol: /^https?$/, error: "expected an http(s) URL" }).transform((url) => url.replace(/\/+$/, ""));

/** A % that begins no escape is left to each reader's guess; what else cannot be read is most often a # or / in the password. */
const isReadable = (url: string): boolean =>
  !/%(?![0-9a-f]{2})/i.test(url) && (URL.canParse(url) || URL.canParse(url.replace("@/", "@socket/")));
export const databaseUrl = () =>
  z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: "expected postgres://user:password@host:port/database", abort: true })
    .refine(
      isReadable,
      "cannot be read: in the password write % as %25, # as %23, / as %2F, ? as %3F, @ as %40 and : as %3A",
    )
    .transform((value) => new Secret(value));
export const yesOrNo = (initial: boolean) => z.stringbool({ error: "expected true or false" }).default(initial);
export const json = <T extends z.ZodType>(shape: T, example: string) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue(`expected JSON such as ${example}`);
        return z.NEVER;
      }
    })
    .pipe(shape);

/** An origin as browsers send it: scheme, host and port, and nothing more. */
export const origin = () =>
  z
    .string()
    .refine(
      (text) => URL.parse(text)?.origin === text,
      "expected origins such as https://app.example.com, without a path",
    );

/** Signing keys of a configuration: the one in use, and those whose tokens have not run out yet. */
const SIGNING_KEYS_MAX = 5;

const isPrivateKey = (jwk: JsonWebKey): boolean => {
  try {
    const key = createPrivateKey({ key: jwk, format: "jwk" });
    if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") return false;
    // Importing takes halves that do not belong together; tokens signed with them would never verify.
    const proof = Buffer.from("promptr");
    const { d: _private, ...open } = jwk;
    return verify("sha256", proof, createPublicKey({ key: open, format: "jwk" }), sign("sha256", proof, key));
  } catch {
    return false; // whatever is wrong with it must not be printed
  }
};

const isSigningKey = (text: string): boolean => {
  try {
    const given = JSON.parse(text) as object;
    const keys = "keys" in given ? given.keys : [given];
    return Array.isArray(keys) && keys.length >= 1 && keys.length <= SIGNING_KEYS_MAX && keys.every(isPrivateKey);
  } catch {
    return false;
  }
};
/** Private P-256 keys: one JWK, or a JWKS whose first signs. */
export const signingKey = () =>
  z
    .string()
    .refine(
      isSigningKey,
      `expected a private P-256 key as JWK (JSON), or {"keys":[newest, older…]} with at most ${SIGNING_KEYS_MAX}`,
    )
    .transform((value) => new Secret(value));

export const smtpUrl = () =>
  z
    .string()
    .refine(
      (text) => /^smtps?:$/.test(URL.parse(text)?.protocol ?? "") && URL.parse(text)?.hostname !== "",
      "expected smtp://host or smtps://host",
    )
    .transform((value) => new Secret(value));

export const sender = () =>
  z
    .string()
    .max(320)
    .regex(/^(?:[^<>@\r\n]* )?<?[^\s<>@]+@[^\s<>@]+>?$/, "expected Name <address> or an address");

export const flags = () =>
  z.partialRecord(z.enum(FLAGS), z.boolean(), { error: `expected flags among ${FLAGS.join(", ")}` });

const PORT_MAX = 65_535;
export const port = () =>
  z
    .string()
    .regex(/^\d{1,5}$/, `expected a number from 0 to ${PORT_MAX}`)
    .transform(Number)
    .pipe(z.int().max(PORT_MAX, `expected a number from 0 to ${PORT_MAX}`));
