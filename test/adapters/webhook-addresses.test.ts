import { expect, test } from "vitest";
import { AddressRefused, addressesOf, isPublicAddress } from "../../src/adapters/webhooks/addresses.ts";

const PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:81b::200e"];
/** Where each is from: IANA's special-purpose registries (RFC 6890), and what clouds keep credentials at. */
const REFUSED = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.8.8.8",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "168.63.129.16",
  "::",
  "::1",
  "::ffff:10.0.0.1",
  "::ffff:8.8.8.8",
  "::ffff:169.254.169.254",
  "::10.0.0.1",
  "::ffff:0:10.0.0.1",
  "64:ff9b::a00:1",
  "64:ff9b::8.8.8.8",
  "64:ff9b:1::a00:1",
  "2002:a00:1::",
  "2001:0:1::",
  "fd00:ec2::254",
  "fc00::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "100::1",
  "2001:db8::1",
  "3fff::1",
  "5f00::1",
  "2001:10::1",
  "2001:2::1",
  "4000::1",
  "a000::1",
  "100:0:0:1::1",
  "localhost",
  "",
  "1.2.3",
  "0x7f.1",
];

test.each(PUBLIC)("%s is of the open internet", (address) => expect(isPublicAddress(address)).toBe(true));
test.each(REFUSED)("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));

const answers = (...turns: string[][]) => {
  let turn = 0;
  const resolve = async () =>
    (turns[Math.min(turn++, turns.length - 1)] ?? []).map((address) => ({
      address,
      family: address.includes(":") ? (6 as const) : (4 as const),
    }));
  return { resolve, asked: () => turn };
};

test("one refused address among good ones refuses the name", async () => {
  const { resolve } = answers(["93.184.216.34", "10.0.0.1"]);
  await expect(addressesOf("rebind.example", resolve, isPublicAddress)).rejects.toThrow(AddressRefused);
});

test("what is checked is what is returned: the name is asked once, so its next answer cannot be connected to", async () => {
  const { resolve, asked } = answers(["93.184.216.34"], ["127.0.0.1"]);
  expect(await addressesOf("rebind.example", resolve, isPublicAddress)).toEqual([
    { address: "93.184.216.34", family: 4 },
  ]);
  expect(asked()).toBe(1);
  await expect(addressesOf("rebind.example", resolve, isPublicAddress)).rejects.toThrow(AddressRefused);
});

test("an address in place of a name is checked without asking anybody", async () => {
  const { resolve, asked } = answers([]);
  for (const host of ["127.0.0.1", "[::1]", "[::ffff:7f00:1]", "169.254.169.254"])
    await expect(addressesOf(host, resolve, isPublicAddress)).rejects.toThrow(AddressRefused);
  expect(asked()).toBe(0);
});
