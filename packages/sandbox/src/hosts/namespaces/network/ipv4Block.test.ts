import { expect, test } from "vitest";
import { addressIn, parseIpv4Block } from "./ipv4Block.ts";

test.each([
  { block: "10.1.0.0/20", offset: 1, address: "10.1.0.1" },
  { block: "10.1.0.0/20", offset: 300, address: "10.1.1.44" },
  { block: "200.255.255.0/24", offset: 255, address: "200.255.255.255" },
])("address $offset of $block is $address", ({ block, offset, address }) => {
  expect(addressIn(parseIpv4Block(block), offset)).toBe(address);
});

test.each(["", "10.0.0.0", "10.0.0.0/33", "10.0.0.256/8", "::/0", "10.0.0.0/8 x"])(
  "%j is no block",
  (text) => {
    expect(() => parseIpv4Block(text)).toThrow("is no IPv4 block");
  },
);
