import { expect, test } from "vitest";
import { complaintsIn } from "./complaintsIn.ts";

test.each([
  {
    what: "a server that is not there",
    output:
      "Err:1 http://deb.example.org bookworm InRelease\n  Temporary failure\nReading package lists...\nE: Unable to locate package slurmd\n",
    says: "Err:1 http://deb.example.org bookworm InRelease; E: Unable to locate package slurmd",
  },
  {
    what: "a full disk",
    output: "Get:1 slurmd\r\nE: You don't have enough free space in /var/cache/apt/archives/.\r\n",
    says: "E: You don't have enough free space in /var/cache/apt/archives/.",
  },
  {
    what: "a package that cannot be set up",
    output:
      "mktemp: failed to create file\ndpkg: error processing package openssh-server (--configure):\n installed …\nErrors were encountered while processing:\n openssh-server\nE: Sub-process /usr/bin/dpkg returned an error code (1)\n",
    says: "mktemp: failed to create file; dpkg: error processing package openssh-server (--configure):; E: Sub-process /usr/bin/dpkg returned an error code (1)",
  },
  { what: "other words", output: "first\nlast\n\n", says: "last" },
  { what: "nothing", output: "", says: "it said nothing" },
])("of $what it says so on one line", ({ output, says }) => {
  expect(complaintsIn(output)).toBe(says);
});
