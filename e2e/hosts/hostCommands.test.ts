import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testHost, testNetwork } from "../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { createRealHosts, whyNoHosts, type RealHosts } from "./realHosts.ts";

const reason = await whyNoHosts();

describe.skipIf(reason !== undefined)("commands and shells on a host", () => {
  let hosts: RealHosts;
  beforeAll(async () => {
    hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    await hosts.run(testHost("a", "10.1.0.10"));
  });
  afterAll(() => hosts.end());

  test.each([
    { what: "its exit code", argv: ["sh", "-c", "exit 7"], exitCode: 7 },
    { what: "128 and the signal", argv: ["sh", "-c", "kill -TERM $$"], exitCode: 143 },
    { what: "127 when there is no such program", argv: ["no-such-program"], exitCode: 127 },
  ])("a command ends with $what", async ({ argv, exitCode }) => {
    expect((await hosts.driver.execute("i-a", { argv, user: "ubuntu" })).exitCode).toBe(exitCode);
  });

  test("a command gets its input, its variables and its words as they are", async () => {
    const script = 'cat; printf "%s|" "$X" "$@"';
    const { stdout } = await hosts.driver.execute("i-a", {
      argv: ["sh", "-c", script, "sh", "two words", "$HOME; exit", ""],
      environment: { X: "a b" },
      stdin: "given ",
    });
    expect(stdout).toBe("given a b|two words|$HOME; exit||");
  });

  test("a command that goes on for too long is killed with what it started", async () => {
    const argv = ["sh", "-c", "sleep 987654 & sleep 987654"];
    const limited = hosts.driver.execute("i-a", { argv, timeoutMs: 300 });
    await expect(limited).rejects.toMatchObject({ code: "HOST_TIMEOUT" });
    await vi.waitFor(async () => {
      expect(await hosts.on("i-a", "sh", "-c", "grep -l 98765[4] /proc/*/cmdline 2>/dev/null || true")).toBe(
        "",
      );
    });
  });

  test("the image's user becomes root by sudo, without a password", async () => {
    const { stdout } = await hosts.driver.execute("i-a", {
      argv: ["sudo", "-n", "id", "-u"],
      user: "ubuntu",
    });
    expect(stdout).toBe("0\n");
  });

  test("a user that does not exist is said to be none", async () => {
    const { exitCode, stderr } = await hosts.driver.execute("i-a", { argv: ["id"], user: "nobody-here" });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 126,
      stderr: "there is no user nobody-here on this host\n",
    });
  });

  test("a shell has a terminal of the size asked for, can be resized, and ends with the shell's code", async () => {
    const shell = hosts.driver.openShell("i-a", { user: "ubuntu", columns: 100, rows: 30 });
    let shown = "";
    shell.stream.on("data", (data: Buffer) => (shown += data.toString()));
    shell.stream.write("stty size; tty; id -un\n");
    await vi.waitFor(() => expect(shown).toMatch(/30 100[\s\S]*\/dev\/pts\/\d+[\s\S]*ubuntu/), 10_000);
    shell.resize(132, 43);
    await vi.waitFor(() => {
      shell.stream.write("stty size\n");
      expect(shown).toContain("43 132");
    }, 10_000);
    shell.stream.write("exit 5\n");
    expect(await shell.exitCode).toBe(5);
  });

  test("hanging up ends a shell", async () => {
    const shell = hosts.driver.openShell("i-a", { user: "ubuntu", columns: 80, rows: 24 });
    shell.stream.resume();
    shell.close();
    expect(await shell.exitCode).toBeGreaterThan(0);
  });
});
