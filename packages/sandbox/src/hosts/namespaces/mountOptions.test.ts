import { expect, test } from "vitest";
import { keptOptions } from "./mountOptions.ts";

const MOUNTINFO = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:20 / /home rw,nosuid,nodev,relatime shared:2 - ext4 /dev/vdb rw
24 23 0:21 / /home/ann/my\\040disk rw,noexec - ext4 /dev/vdc rw
25 22 0:22 / /over rw,nodev - tmpfs tmpfs rw
26 25 0:23 / /over rw,nosuid - tmpfs tmpfs rw
`;

test.each([
  { path: "/usr/bin/node", options: [] },
  { path: "/home/ann/node", options: ["nosuid", "nodev"] },
  { path: "/home", options: ["nosuid", "nodev"] },
  { path: "/homes/ann", options: [] },
  { path: "/home/ann/my disk/file", options: ["noexec"] },
  { path: "/over/file", options: ["nosuid"] },
])("a bind of $path keeps $options", ({ path, options }) => {
  expect(keptOptions(MOUNTINFO, path)).toEqual(options);
});
