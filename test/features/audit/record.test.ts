import { expect, test } from "vitest";
import { networkOf } from "../../../src/features/audit/record.ts";

test.each([
  ["203.0.113.77", "203.0.113.0/24"],
  ["10.0.0.1", "10.0.0.0/24"],
  ["2001:0db8:0001:0002", "2001:0db8:0001::/48"],
  ["", null],
  ["unknown", null],
  ["2001:0db8:0001:0002:0000:0000:0000:0001", null],
  ["203.0.113.77, 10.0.0.1", null],
])("of the address %j only the network %j is kept", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
