import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { testHost, testNetwork } from "../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { createRealHosts, whyNoHosts } from "./realHosts.ts";

const reason = await whyNoHosts();

describe.skipIf(reason !== undefined)("lives of hosts", () => {
  test("a stopped host keeps its disk, lets its programs end, and a terminated one leaves nothing", async () => {
    const hosts = createRealHosts();
    const spec = testHost("a", "10.1.0.10", {
      program: {
        boot: {
          argv: ["sh", "-c", "trap 'echo ended well >>/root/log; exit' TERM; while :; do sleep 0.05; done"],
        },
      },
    });
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    await hosts.run(spec);
    await hosts.on("i-a", "sh", "-c", "echo kept >/var/lib/file; echo kept >/etc/file; echo gone >/tmp/file");
    hosts.driver.stop("i-a");
    expect(hosts.driver.describe("i-a")).toBe("stopped");
    await hosts.run(spec);
    expect(await hosts.on("i-a", "cat", "/var/lib/file", "/etc/file", "/root/log")).toBe(
      "kept\nkept\nended well",
    );
    expect((await hosts.driver.execute("i-a", { argv: ["cat", "/tmp/file"] })).exitCode).toBe(1);
    hosts.driver.terminate("i-a");
    await vi.waitFor(() => expect(hosts.holdCount()).toBe(0));
    await vi.waitFor(() => expect(existsSync(join(hosts.directory, "i-a"))).toBe(false));
    await hosts.end();
  });

  test("a home whose owner was lost, as in a sandbox loaded from a file, is its user's again", async () => {
    const hosts = createRealHosts();
    const home = join(hosts.directory, "i-home");
    mkdirSync(join(home, "ubuntu/.ssh"), { recursive: true });
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    await hosts.run(testHost("a", "10.1.0.10", { program: { mounts: [{ source: home, target: "/home" }] } }));
    expect(await hosts.on("i-a", "stat", "-c", "%U", "/home/ubuntu", "/home/ubuntu/.ssh")).toBe(
      "ubuntu\nubuntu",
    );
    await hosts.end();
  });

  test("a host that is shut down from inside says so", async () => {
    const hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    const states: string[] = [];
    hosts.driver.run(testHost("a", "10.1.0.10"), (state) => states.push(state));
    await vi.waitFor(() => expect(states).toEqual(["running"]), 20_000);
    await hosts.driver.execute("i-a", { argv: ["kill", "-TERM", "1"] });
    await vi.waitFor(() => expect(states).toEqual(["running", "stopped"]), 10_000);
    await hosts.end();
  });

  test("a host that is terminated while it starts leaves nothing", async () => {
    const hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    for (let index = 0; index < 5; index += 1) {
      hosts.driver.run(testHost(String(index), `10.1.0.${10 + index}`), () => undefined);
      setTimeout(() => hosts.driver.terminate(`i-${index}`), index * 20);
    }
    await vi.waitFor(() => expect(hosts.holdCount()).toBe(0), 20_000);
    expect(hosts.defects).toEqual([]);
    await hosts.end();
  });

  test("a host with the id of a disk that is being removed begins with an empty one", async () => {
    const directory = mkdtempSync(join(tmpdir(), "trainyard hosts-"));
    const old = join(directory, "i-a/disk/var/lib");
    mkdirSync(old, { recursive: true });
    for (let index = 0; index < 500; index += 1) writeFileSync(join(old, `file-${index}`), "");
    const hosts = createRealHosts({ directory });
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    hosts.driver.retain([]);
    expect(await hosts.run(testHost("a", "10.1.0.10"))).toBe("running");
    expect(await hosts.on("i-a", "sh", "-c", "ls /var/lib | grep -c file || true")).toBe("0");
    await hosts.end();
  });

  test("disks of hosts that nobody knows any more are removed", async () => {
    const hosts = createRealHosts();
    mkdirSync(join(hosts.directory, "i-left"));
    mkdirSync(join(hosts.directory, "i-known"));
    hosts.driver.retain(["i-known"]);
    await vi.waitFor(() => expect(existsSync(join(hosts.directory, "i-left"))).toBe(false));
    expect(existsSync(join(hosts.directory, "i-known"))).toBe(true);
    await hosts.end();
  });
});
