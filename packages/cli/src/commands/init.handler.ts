import { loadProject, TrainyardError, type ReservationDescription } from "@trainyard/core";
import { stringify } from "yaml";
import type { CommandContext } from "../command/CommandContext.ts";
import { Questions } from "../session/Questions.ts";
import { openSession } from "../session/openSession.ts";
import { withText } from "../session/openProject.ts";
import { writeOutput } from "../session/writeOutput.ts";
import { DEFAULT_PROJECT_FILE } from "./projectFlag.ts";

interface InitFlags {
  readonly name: string | undefined;
  readonly reservation: string | undefined;
  readonly "instance-type": string | undefined;
  readonly count: number | undefined;
  readonly zone: string | undefined;
  readonly "key-pair": string | undefined;
  readonly "ssh-from": readonly string[];
  readonly output: string | undefined;
  readonly force: boolean;
}

/** What a new project file says; the rest has its defaults. */
interface Answers {
  readonly name: string;
  readonly region: string;
  readonly capacity: Readonly<Record<string, unknown>>;
  readonly access?: Readonly<Record<string, unknown>>;
}

const DEFAULT_NAME = "ml-cluster";

export async function handleInit(
  { flags }: { readonly flags: InitFlags },
  context: CommandContext,
): Promise<void> {
  const fileName = flags.output ?? DEFAULT_PROJECT_FILE;
  const answers = canAsk(flags, context) ? await ask(flags, context) : fromFlags(flags, context);
  const text = projectText(answers);
  try {
    loadProject(text, { fileName });
  } catch (error) {
    throw withText(error, text);
  }
  const path = await writeOutput(fileName, text, flags.force, context);
  if (path === undefined) return;
  context.output.event({ type: "project-written", path });
  context.output.result(`Wrote ${fileName}. Next: trainyard plan`);
}

function canAsk(flags: InitFlags, { globals }: CommandContext): boolean {
  const told = flags.reservation !== undefined || flags["instance-type"] !== undefined;
  return process.stdin.isTTY && !told && !globals.yes && !globals.json;
}

function fromFlags(flags: InitFlags, context: CommandContext): Answers {
  const { reservation, count, zone } = flags;
  const instanceType = flags["instance-type"];
  if (reservation === undefined && instanceType === undefined)
    throw new TrainyardError("USAGE", "neither --reservation nor --instance-type is given", {
      hint: "Name a capacity reservation (`--reservation cr-...`), or --instance-type with --count and --zone. On a terminal `trainyard init` asks.",
    });
  return {
    name: flags.name ?? DEFAULT_NAME,
    region: regionOf(context),
    capacity:
      reservation === undefined
        ? { market: "on-demand", instanceType, ...given({ count, zone }) }
        : { reservation, ...given({ instanceType, count, zone }) },
    ...accessOf(flags["key-pair"], flags["ssh-from"]),
  };
}

async function ask(flags: InitFlags, context: CommandContext): Promise<Answers> {
  const questions = new Questions(context.signal);
  try {
    const name = await questions.text("Name of the cluster", flags.name ?? DEFAULT_NAME, (answer) =>
      /^[a-zA-Z][a-zA-Z0-9-]{0,59}$/.test(answer),
    );
    const region = await questions.text(
      "Region",
      context.globals.region ?? environmentRegion(context) ?? "us-west-2",
    );
    const { gateways } = await openSession(context, region);
    const [reservations, keyPairs, zones] = await Promise.all([
      gateways.capacity.reservations(context.signal),
      gateways.keyPairs.list(context.signal),
      gateways.capacity.zones(context.signal),
    ]);
    const capacity = await askCapacity(questions, reservations, zones);
    const keyPair = await questions.choose("Key pair for SSH", [
      { label: `${name}, created when it is missing`, value: undefined },
      ...keyPairs
        .filter((pair) => pair.name !== name)
        .map((pair) => ({ label: `${pair.name} (${pair.type})`, value: pair.name })),
    ]);
    return { name, region, capacity, ...accessOf(keyPair, flags["ssh-from"]) };
  } finally {
    questions.close();
  }
}

async function askCapacity(
  questions: Questions,
  reservations: readonly ReservationDescription[],
  zones: readonly string[],
): Promise<Answers["capacity"]> {
  const [first, ...others] = reservations.map((reservation) => ({
    label: reservationLabel(reservation),
    value: reservation.id,
  }));
  const without = { label: "none: launch on demand", value: undefined };
  const reservation = await questions.choose(
    "Capacity",
    first === undefined ? [without] : [first, ...others, without],
  );
  if (reservation !== undefined) return { reservation };
  const instanceType = await questions.text("Instance type", "p5.48xlarge");
  const count = Number(
    await questions.text("Number of nodes", "2", (answer) => /^[1-9]\d{0,3}$/.test(answer)),
  );
  const [firstZone, ...otherZones] = zones.map((zone) => ({ label: zone, value: zone }));
  const zone =
    firstZone === undefined
      ? undefined
      : await questions.choose("Availability zone", [firstZone, ...otherZones]);
  return { market: "on-demand", instanceType, count, ...given({ zone }) };
}

function reservationLabel({
  id,
  kind,
  totalInstances,
  availableInstances,
  instanceType,
  zone,
  state,
}: ReservationDescription): string {
  const words = kind === "capacity-block" ? "Capacity Block" : "on-demand reservation";
  return `${id}: ${totalInstances} × ${instanceType} in ${zone}, ${words}, ${state}, ${availableInstances} free`;
}

function projectText({ name, region, capacity, access }: Answers): string {
  const head =
    "# What this file leaves out has the reference architecture's value: docs/reference/project-file.md\n# Look at the plan with `trainyard plan`, carry it out with `trainyard up`.\n";
  return head + stringify({ name, region, capacity, ...given({ access }) });
}

function accessOf(
  keyPair: string | undefined,
  sshFrom: readonly string[],
): { access?: Readonly<Record<string, unknown>> } {
  const access = { ...given({ keyPair }), ...(sshFrom.length === 0 ? {} : { sshFrom }) };
  return Object.keys(access).length === 0 ? {} : { access };
}

function given(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function regionOf(context: CommandContext): string {
  const region = context.globals.region ?? environmentRegion(context);
  if (region !== undefined) return region;
  throw new TrainyardError("USAGE", "no region is given", { hint: "Add --region, or set AWS_REGION." });
}

function environmentRegion({ environment }: CommandContext): string | undefined {
  return environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
}
