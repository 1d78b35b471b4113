import { BlockList, isIPv4, isIPv6 } from "node:net";

const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
/** An IPv4 address is the last 32 bits of its IPv6 form. */
const MAPPED_BITS = 96;
const NETWORK = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i;

/** One spelling for each address: no zone, lower case, compressed, IPv4 as such; null when it is none. */
function plain(address: string): string | null {
  if (isIPv4(address)) return address;
  const [unscoped = ""] = address.split("%");
  if (!isIPv6(unscoped)) return null;
  const canonical = new URL(`http://[${unscoped}]`).hostname.slice(1, -1);
  const [, high, low] = MAPPED.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const bytes = Buffer.from(high.padStart(4, "0") + low.padStart(4, "0"), "hex");
  return bytes.join(".");
}

const padded = (groups: readonly string[]): string => groups.map((group) => group.padStart(4, "0")).join("");

function numberOf(address: string): bigint {
  if (isIPv4(address)) return BigInt(`0x${Buffer.from(address.split(".").map(Number)).toString("hex")}`);
  const [head = "", tail = ""] = address.split("::");
  const [left, right] = [head, tail].map((part) => padded(part === "" ? [] : part.split(":")));
  return BigInt(`0x${left}${(right ?? "").padStart(32 - (left ?? "").length, "0")}`);
}

/** A network as it is stored, `203.0.113.0/24` (a single address is its own network), or why it is none. */
export function readNetwork(text: string): { readonly network: string } | { readonly fault: string } {
  const [, given = "", length] = NETWORK.exec(text) ?? [];
  const address = plain(given);
  if (address === null) return { fault: "is not an address or a network like 203.0.113.0/24" };
  const bits = isIPv4(address) ? 32 : 128;
  const isMapped = bits === 32 && given.includes(":");
  const prefix = length === undefined ? bits : Number(length) - (isMapped ? MAPPED_BITS : 0);
  if (prefix < 0 || prefix > bits) return { fault: `is a network of an impossible size` };
  if (numberOf(address) & ((1n << BigInt(bits - prefix)) - 1n))
    return { fault: `is an address inside a network: write the network's first address` };
  return { network: `${address}/${prefix}` };
}

/** Addresses a key may be used from, kept apart by family: `::/0` says nothing about IPv4. */
export type Networks = { readonly v4: BlockList; readonly v6: BlockList };

/** Null when every address will do. */
export function networksOf(cidrs: readonly string[] | null): Networks | null {
  if (cidrs === null) return null;
  const networks = { v4: new BlockList(), v6: new BlockList() };
  for (const cidr of cidrs) {
    const [address = "", prefix] = cidr.split("/");
    if (isIPv4(address)) networks.v4.addSubnet(address, Number(prefix ?? 32), "ipv4");
    else networks.v6.addSubnet(address, Number(prefix ?? 128), "ipv6");
  }
  return networks;
}

/** Whether an address lies in one of the networks. Nothing that is no address does. */
export function isWithin(networks: Networks | null, address: string): boolean {
  if (networks === null) return true;
  const known = plain(address);
  if (known === null) return false;
  return isIPv4(known) ? networks.v4.check(known, "ipv4") : networks.v6.check(known, "ipv6");
}

/** The address as the database stores it; null when it is none. */
export const storableAddress = plain;
