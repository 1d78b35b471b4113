import ipaddr from "ipaddr.js";
import { promises as dns } from "node:dns";
import { isIP } from "node:net";

/** Azure's WireServer: credentials of the machine at an address that looks like any other. */
const METADATA = "168.63.129.16";
/** What is given out of IPv6 (IANA: 2000::/3); the rest routes nowhere, or where nobody outside should look. */
const GIVEN_OUT: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];
/** A name with more addresses than this is not somebody's receiver. */
const ADDRESSES_MAX = 20;
const DNS_TIMEOUT_MS = 2_000;
const DNS_TRIES = 2;

/**
 * Whether an address is one of the open internet: nothing private, loopback, link-local, shared (CGNAT), multicast,
 * reserved, or an IPv4 address in the clothes of an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo), which would reach
 * what the plain one is refused for.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0 || text.includes("%")) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv6 ? address.match(...GIVEN_OUT) : text !== METADATA;
}

export type Address = { readonly address: string; readonly family: 4 | 6 };
export type Resolve = (host: string) => Promise<Address[]>;

/** The name has no address anybody may call; never says which it has. */
export class AddressRefused extends Error {
  override name = "AddressRefused";
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENODATA" || error.code === "ENOTFOUND");

/**
 * Asks name servers itself: the system's own lookup would take a thread of the pool that hashes passwords for as long as a
 * stranger's name server likes to keep it.
 */
export function openResolver(nameServers?: readonly string[]): Resolve {
  const resolver = new dns.Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
  if (nameServers) resolver.setServers([...nameServers]);
  const none = (error: unknown): string[] => {
    if (isMissing(error)) return [];
    throw error;
  };
  return async (host) => {
    const [four, six] = await Promise.all([resolver.resolve4(host).catch(none), resolver.resolve6(host).catch(none)]);
    const found = [
      ...four.map((address) => ({ address, family: 4 as const })),
      ...six.map((address) => ({ address, family: 6 as const })),
    ];
    return found.slice(0, ADDRESSES_MAX);
  };
}

/** The system's own lookup, which also knows the names of a network of one's own (hosts file, search domains). */
export const systemResolver: Resolve = async (host) => {
  const found = await dns.lookup(host, { all: true });
  return found.slice(0, ADDRESSES_MAX).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * Where a request to this host may go: what is returned is what was checked, and the connection is made to it, so a name
 * that answers otherwise a moment later changes nothing. One refused address refuses them all.
 */
export async function addressesOf(
  host: string,
  resolve: Resolve,
  isAllowed: (address: string) => boolean,
): Promise<Address[]> {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(bare);
  const found = family === 0 ? await resolve(bare) : [{ address: bare, family: family === 6 ? 6 : 4 } as const];
  if (!found.every(({ address }) => isAllowed(address)))
    throw new AddressRefused("Not an address of the open internet");
  return found;
}
