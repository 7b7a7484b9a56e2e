import { expect, test } from "vitest";
import { type ChecksumName, createRunningChecksum } from "./checksums.ts";

// Check values of the catalogue of CRC algorithms for the text "123456789".
test.each<{ name: ChecksumName; hex: string }>([
  { name: "CRC32", hex: "cbf43926" },
  { name: "CRC32C", hex: "e3069283" },
  { name: "CRC64NVME", hex: "ae8b14860a799888" },
  { name: "SHA1", hex: "f7c3bc1d808e04732adf679965ccc34ca7ae3441" },
])("$name of 123456789, in two pieces, is $hex", ({ name, hex }) => {
  const running = createRunningChecksum(name);
  running.update(Buffer.from("1234"));
  running.update(Buffer.from("56789"));
  expect(Buffer.from(running.digestBase64(), "base64").toString("hex")).toBe(hex);
});
