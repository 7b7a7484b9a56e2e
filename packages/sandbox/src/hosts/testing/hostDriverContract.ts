import { expect, test } from "vitest";
import type { HostDriver, HostState } from "../HostDriver.ts";
import { testHost, testNetwork } from "./testHosts.ts";

/** What every driver does. @param create - a new driver; the suite closes it. */
export function testHostDriverContract(name: string, create: () => HostDriver | Promise<HostDriver>): void {
  const withDriver = async (work: (driver: HostDriver) => Promise<void>): Promise<void> => {
    const driver = await create();
    try {
      driver.configureNetwork(testNetwork([ADDRESS]));
      await work(driver);
    } finally {
      await driver.close();
    }
  };
  testLife(name, withDriver);
  testRefusals(name, withDriver);
}

const ADDRESS = "10.1.0.10";

type WithDriver = (work: (driver: HostDriver) => Promise<void>) => Promise<void>;

function testLife(name: string, withDriver: WithDriver): void {
  test(`${name}: a host runs when it is told to`, () =>
    withDriver(async (driver) => {
      expect(driver.describe("i-0")).toBeUndefined();
      expect(await nextState(driver)).toBe("running");
      expect(driver.describe("i-0")).toBe("running");
      expect(typeof driver.consoleOutput("i-0")).toBe("string");
    }));

  test(`${name}: a stopped host runs again`, () =>
    withDriver(async (driver) => {
      await nextState(driver);
      driver.stop("i-0");
      expect(driver.describe("i-0")).toBe("stopped");
      expect(await nextState(driver)).toBe("running");
    }));

  test(`${name}: a terminated host is forgotten, and its id may be used again`, () =>
    withDriver(async (driver) => {
      await nextState(driver);
      driver.terminate("i-0");
      expect(driver.describe("i-0")).toBeUndefined();
      expect(driver.consoleOutput("i-0")).toBe("");
      expect(await nextState(driver)).toBe("running");
    }));
}

function testRefusals(name: string, withDriver: WithDriver): void {
  test(`${name}: what is asked of an unknown host does nothing or is refused`, () =>
    withDriver(async (driver) => {
      driver.stop("i-unknown");
      driver.terminate("i-unknown");
      driver.retain([]);
      const code = driver.kind === "simulated" ? "HOSTS_SIMULATED" : "HOST_NOT_RUNNING";
      await expect(driver.execute("i-unknown", { argv: ["true"] })).rejects.toMatchObject({ code });
      expect(() => driver.openShell("i-unknown", { user: "ubuntu", columns: 80, rows: 24 })).toThrowError(
        expect.objectContaining({ code }),
      );
      expect(driver.publicAddress("i-unknown")).toBeUndefined();
    }));

  test(`${name}: closing twice is as good as closing once`, () =>
    withDriver(async (driver) => {
      await nextState(driver);
      await driver.close();
      await driver.close();
    }));
}

function nextState(driver: HostDriver): Promise<HostState> {
  return new Promise((resolve) => {
    driver.run(testHost("0", ADDRESS), resolve);
  });
}
