/** A drawn request as it is sent now, and what its answer must be. */
import { write } from "./body.ts";
import { type Endpoint, fits } from "./contract.ts";
import { type Named, nameEverything } from "./names.ts";
import type { People, Person, Role } from "./people.ts";
import { CREDENTIALS, type Plan } from "./plan.ts";
import { HEAD_BYTES_MAX, type Request } from "./send.ts";
import type { Secrets } from "./secrets.ts";
import type { Things } from "./things.ts";

/**
 * "any": whatever the document allows. "refused": some 4xx. "hidden": as if it were not there. "fits": no fault of the
 * input's shape. "method": 405 with Allow. "elsewhere": it went to another operation or to none.
 */
export type Expected =
  "any" | "refused" | "unauthenticated" | "ambiguous" | "forbidden" | "hidden" | "fits" | "method" | "elsewhere";
export type Built = {
  readonly request: Request;
  readonly expected: Expected;
  readonly role: Role;
  readonly ids: Named["ids"];
};
export type World = { readonly people: People; readonly things: Things; readonly secrets: Secrets };

function roleOf(endpoint: Endpoint, { asker }: Plan): Role {
  if (!endpoint.isAdministrative) return asker === "other" ? "bob" : "ann";
  return asker === "other" || asker === "key" || asker === "narrowKey" ? "ann" : "root";
}

function credentialOf({ twist, asker }: Plan, person: Person): Record<string, string> {
  const token = { authorization: `Bearer ${person.token}` };
  if (twist.kind === "credential")
    return twist.which === "two" ? { ...token, "x-api-key": person.keys.wide } : { ...CREDENTIALS[twist.which] };
  if (asker === "nobody") return {};
  if (asker === "key") return { "x-api-key": person.keys.wide };
  return asker === "narrowKey" ? { "x-api-key": person.keys.narrow } : token;
}

const encode = (text: unknown): string => encodeURIComponent(String(text).toWellFormed());
/** What a client library makes of an address: dots would be taken out of it on the way. */
const segment = (text: unknown): string => encode(text).replace(/^\.{1,2}$/, (dots) => dots.replaceAll(".", "%2E"));

function targetOf({ path }: Endpoint, { twist }: Plan, named: Named): { target: string; isTwisted: boolean } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const at =
    "place" in twist && twist.kind.startsWith("path") ? names[twist.place % Math.max(names.length, 1)] : undefined;
  const written = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    if (name !== at) return segment(named.path[name]);
    return twist.kind === "path raw" ? twist.text : segment((twist as { value: string }).value);
  });
  const pairs = Object.entries(named.query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: unknown) => [name, String(one)] as [string, string]),
  );
  const { place = 0 } = twist as { place?: number };
  const picked = pairs[place % Math.max(pairs.length, 1)];
  if (twist.kind === "query value" && picked) picked[1] = twist.value;
  if (twist.kind === "query twice" && picked) pairs.push([...picked]);
  if (twist.kind === "query unknown") pairs.push([twist.name, twist.value]);
  const query = [
    ...pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`),
    ...(twist.kind === "query raw" ? [twist.text] : []),
  ];
  return {
    target: `${written}${query.length > 0 ? `?${query.join("&")}` : ""}`,
    isTwisted: at !== undefined || /\/(\/|$)/.test(written.slice(1)),
  };
}

const headerText = (value: unknown): string => String(value).replaceAll(/[^ -~]/g, "") || "x";

const FORM = "application/x-www-form-urlencoded";
/** Of the server's public address: a form that is sent from elsewhere is refused. */
const OWN_ORIGIN = "https://promptr.test";
/** The server refuses a longer body, whatever is in it. */
const BODY_BYTES_MAX = 256 * 1_024;

type Facts = {
  readonly plan: Plan;
  readonly endpoint: Endpoint;
  readonly named: Named;
  readonly bodyFits: boolean;
  readonly isTwisted: boolean;
};
function expectedOf({ plan, endpoint, named, bodyFits, isTwisted }: Facts): Expected {
  const { twist, asker } = plan;
  if (twist.kind === "method") return "method";
  if (isTwisted) return "elsewhere";
  if (["header", "accept", "media", "encoding", "query raw"].includes(twist.kind)) return "any";
  if (endpoint.door !== "blind" && twist.kind === "credential") {
    if (twist.which === "two") return "ambiguous";
    if (twist.which === "none") return endpoint.door === "closed" ? "unauthenticated" : "any";
    return ["empty", "basic", "emptyKey"].includes(twist.which) && endpoint.door === "aware"
      ? "any"
      : "unauthenticated";
  }
  if (endpoint.door === "closed" && asker === "nobody") return "unauthenticated";
  if (endpoint.door === "closed" && !endpoint.takesKeys && (asker === "key" || asker === "narrowKey"))
    return "forbidden";
  if (endpoint.isAdministrative && asker === "other") return "forbidden";
  if (!bodyFits || !named.queryFits) return "refused";
  // A page opens whatever mail programs and networks append to its address.
  if (twist.kind === "query unknown") return endpoint.isPage ? "any" : "refused";
  if (asker === "narrowKey") return "any";
  if (named.isHidden) return "hidden";
  return twist.kind.startsWith("query") ? "any" : "fits";
}

export async function build(world: World, endpoint: Endpoint, plan: Plan): Promise<Built> {
  const role = roleOf(endpoint, plan);
  const person = await world.people.get(role);
  const named = await nameEverything(world, endpoint, plan, person);
  const { twist } = plan;
  const { target, isTwisted } = targetOf(endpoint, plan, named);
  const { body } = endpoint;
  const isRead = twist.kind !== "method" || ["POST", "PUT", "PATCH", "DELETE"].includes(twist.method);
  const written = body && isRead ? write(named.body, twist, body.media) : null;
  const declared = Object.fromEntries(
    Object.entries(plan.headers).map(([name, value]) => [name.toLowerCase(), headerText(value)]),
  );
  const { "if-match": _drawn, "idempotency-key": _key, ...withoutConditions } = declared;
  const request = {
    method: twist.kind === "method" ? twist.method : endpoint.method,
    target,
    headers: {
      ...(plan.pick % 3 === 0 ? declared : withoutConditions),
      ...(written && body && { "content-type": twist.kind === "media" ? twist.type : body.media }),
      ...(body?.media === FORM && plan.pick % 4 > 0 && { origin: OWN_ORIGIN }),
      ...(twist.kind === "encoding" && { "content-encoding": twist.value }),
      ...(twist.kind === "accept" && { accept: twist.value }),
      ...(twist.kind === "header" && { [twist.name]: twist.value }),
      ...credentialOf(plan, person),
    },
    ...(written && { body: written.bytes }),
  };
  // An absent body reads as an empty object, whoever sends it.
  const read = written?.bytes.length === 0 ? {} : written?.value;
  const bodyFits = !body || fits(body.schema, read);
  const expected = expectedOf({ plan, endpoint, named, bodyFits, isTwisted });
  const isLarge =
    target.length + JSON.stringify(request.headers).length > HEAD_BYTES_MAX ||
    (written?.bytes.length ?? 0) > BODY_BYTES_MAX;
  return { request, expected: isLarge ? "any" : expected, role, ids: named.ids };
}
