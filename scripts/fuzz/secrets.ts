/** What a request must know to be let through: a person's own secrets, those that were mailed, those a page hands out. */
import type { Endpoint } from "./contract.ts";
import type { Person, Role } from "./people.ts";
import type { Answered, Send } from "./send.ts";

/** Where a person's own secret is asked for; a request to register names somebody new. */
const OWN: Readonly<Record<string, readonly (keyof Person & ("email" | "password" | "refreshToken"))[]>> = {
  register: ["password"],
  login: ["email", "password"],
  refresh: ["refreshToken"],
  changePassword: ["password"],
  forgotPassword: ["email"],
  deleteAccount: ["password"],
};
const LINK = /https:\/\/[^/\s]+\/(verify-email|reset-password|unsubscribe|exports\/download)\/([\w-]{20,})/g;
/** By the address that takes the token of a mailed link. */
const MAILED: readonly (readonly [address: RegExp, link: string])[] = [
  [/verify-email/, "verify-email"],
  [/reset-password/, "reset-password"],
  [/^\/unsubscribe/, "unsubscribe"],
  [/^\/exports/, "exports/download"],
];
const PASS = /name="pass"\s+value="([^"]+)"/;
const MAILS_READ_MAX = 20;
const LOOK_EVERY_MS = 1_000;

export class Secrets {
  readonly #send: Send;
  readonly #person: (role: Role) => Promise<Person>;
  readonly #links = new Map<string, Set<string>>();
  readonly #files = new Set<string>();
  #lookedAt = -Infinity;
  constructor(send: Send, person: (role: Role) => Promise<Person>) {
    this.#send = send;
    this.#person = person;
  }

  /** What the operation would take for a field of this name; undefined when it asks for no secret there. */
  async of(
    { name: operation, path }: Endpoint,
    name: string,
    person: Person,
    target: string,
  ): Promise<string | undefined> {
    if (name === "currentPassword") return person.password;
    const own = OWN[operation]?.find((one) => one === name);
    if (own) return person[own];
    if (operation === "openDashboardByForm") return (await this.#person("root")).token;
    if (operation === "fillShare" && name === "pass") return PASS.exec((await this.#get(`/s/${target}`)).text)?.[1];
    if (name === "file") return this.#mail();
    const link = name === "token" ? MAILED.find(([address]) => address.test(path))?.[1] : undefined;
    return link === undefined ? undefined : this.#linked(link);
  }

  #get(target: string): Promise<Answered> {
    return this.#send({ method: "GET", target, headers: {} });
  }

  async #mail(): Promise<string | undefined> {
    await this.#look();
    return [...this.#files].at(-1);
  }

  /** Each is given out once, as most of them are worth something only once. */
  async #linked(link: string): Promise<string | undefined> {
    const known = this.#links.get(link);
    if (!known?.size) await this.#look();
    const [token] = this.#links.get(link) ?? [];
    if (token !== undefined) this.#links.get(link)?.delete(token);
    return token;
  }

  /** Reads the outbox through its own page. */
  async #look(): Promise<void> {
    if (performance.now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = performance.now();
    const { text } = await this.#get("/dev/mail");
    const files = [...text.matchAll(/\/dev\/mail\/([^"/]+)"/g)].flatMap(([, file]) => file ?? []);
    for (const file of files.filter((one) => !this.#files.has(one)).slice(0, MAILS_READ_MAX)) {
      this.#files.add(file);
      const mail = (await this.#get(`/dev/mail/${file}`)).text.replaceAll(/=(?:&#13;)?\n/g, "");
      for (const [, link = "", token = ""] of mail.matchAll(LINK))
        this.#links.set(link, (this.#links.get(link) ?? new Set()).add(token));
    }
  }
}
