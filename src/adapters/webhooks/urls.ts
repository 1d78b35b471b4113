import { isIP } from "node:net";

const PORT_HTTPS = 443;
/** Below it live mail, files and shells. */
const PORT_MIN = 1_024;

type Rules = { readonly allowPrivate: boolean; readonly isAllowed: (address: string) => boolean };

/** Why this can never be the address of a receiver, in a few words; null when it may be one. */
export function refusalOf(text: string, { allowPrivate, isAllowed }: Rules): string | null {
  const url = URL.parse(text);
  if (!url) return "is not a URL";
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) return "must begin with https://";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (url.hash !== "") return "must not have a fragment";
  const port = url.port === "" ? PORT_HTTPS : Number(url.port);
  if (!allowPrivate && port !== PORT_HTTPS && port < PORT_MIN) return "must use port 443 or one from 1024 on";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0 && !isAllowed(host)) return "is not an address of the open internet";
  const isLocalName = isIP(host) === 0 && (!host.includes(".") || /(^|\.)(localhost|local|internal)\.?$/.test(host));
  return !allowPrivate && isLocalName ? "is not a name of the open internet" : null;
}
