import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";
import { createPcluster, type Pcluster } from "./createPcluster.ts";
import { prepareOfficialClis, type OfficialCli } from "./officialClis.ts";
import { objectOf, textOf } from "./readAnswer.ts";

const PROJECT = `name: ml-cluster
region: us-west-2
capacity: { reservation: cr-0123456789abcdef0, count: 2 }
`;

describe.each(prepareOfficialClis(["3.13.1"]).clis)("trainyard and the official pcluster $title", (cli) => {
  testAdoption(cli);
});

function testAdoption(cli: OfficialCli): void {
  let program: Program;
  let pcluster: Pcluster;

  beforeAll(async () => {
    program = createProgram();
    program.write("trainyard.yaml", PROJECT);
    await program.run(["sandbox", "start", "--detach", "--speed", "max", "--hosts", "simulated"]);
    const { endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8"));
    pcluster = createPcluster(cli, endpoint);
  });
  afterAll(async () => {
    pcluster.end();
    await program.end();
  });

  test("each updates, shows and removes what the other has made", async () => {
    const up = await program.run(["up", "--sandbox", "--yes", "--json"]);
    expect(up, up.stdout.slice(-2_000)).toMatchObject({ code: 0 });

    // The official program compares with the configuration that the cluster was made with, tags included.
    const described = await pcluster.json("describe-cluster -n ml-cluster");
    const { url } = objectOf(described["clusterConfiguration"]);
    const configuration = await (await fetch(textOf(url))).text();
    const grown = configuration.replace(/MaxCount: 2\b/, "MaxCount: 3");
    expect(grown).not.toBe(configuration);
    pcluster.write("grown.yaml", grown);
    expect(
      await pcluster.json("update-cluster -n ml-cluster -c grown.yaml --suppress-validators ALL"),
    ).toMatchObject({ changeSet: [{ requestedValue: "3", currentValue: "2" }] });
    expect(await pcluster.json("describe-cluster -n ml-cluster")).toMatchObject({
      clusterStatus: "UPDATE_COMPLETE",
      computeFleetStatus: "RUNNING",
    });
    await pcluster.json("delete-cluster -n ml-cluster");
    expect(await pcluster.json("list-clusters")).toEqual({ clusters: [] });
    const cleaned = await program.run(["down", "--sandbox", "--yes", "--json"]);
    expect(cleaned, cleaned.stdout).toMatchObject({ code: 0 });

    const template = await program.run(["template", "cluster-config", "--sandbox"]);
    pcluster.write("cluster.yaml", template.stdout);
    await pcluster.json("create-cluster -n ml-cluster -c cluster.yaml --suppress-validators ALL");
    const status = await program.run(["status", "--sandbox", "--json"]);
    expect(status.events[0]).toMatchObject({
      type: "status",
      clusterStatus: "CREATE_COMPLETE",
      fleetStatus: "RUNNING",
      reservation: { availableInstances: 14 },
    });
    const down = await program.run(["down", "--sandbox", "--yes", "--json"]);
    expect(down, down.stdout.slice(-2_000)).toMatchObject({ code: 0 });
    expect(down.events.at(-1)).toMatchObject({ clusterLeft: false, instancesLeft: [] });
    expect(await pcluster.json("list-clusters")).toEqual({ clusters: [] });
  });
}
