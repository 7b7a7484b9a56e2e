import type { QueueCapacity } from "../capacity.ts";
import { pathText } from "../pathText.ts";
import { MAIN_QUEUE_NAME } from "../queues.ts";
import type { ValuePath } from "../SourceMap.ts";
import type { ValidParts } from "../validParts.ts";
import { finding, type ProjectParts, type RuleFinding } from "./RuleFinding.ts";

type CapacityParts = ValidParts<QueueCapacity>;

/** Where instances come from and how many, for the main queue and each further one. */
export function capacityRules({ capacity, queues, region }: ProjectParts): readonly RuleFinding[] {
  const findings = capacity === undefined ? [] : queueRules(capacity, ["capacity"], region);
  const further = (queues ?? []).flatMap((queue, index) => queueRules(queue, ["queues", index], region));
  return [...findings, ...nameRules(queues ?? []), ...further];
}

function nameRules(queues: NonNullable<ProjectParts["queues"]>): readonly RuleFinding[] {
  const findings: RuleFinding[] = [];
  const names = new Set([MAIN_QUEUE_NAME]);
  for (const [index, { name }] of queues.entries()) {
    if (name === undefined) continue;
    if (names.has(name))
      findings.push(
        finding("queue-name", ["queues", index, "name"], {
          message: `two queues are called ${name}`,
          hint: `Give each its own name; ${MAIN_QUEUE_NAME} is the queue of \`capacity\`.`,
        }),
      );
    names.add(name);
  }
  return findings;
}

function queueRules(
  queue: CapacityParts,
  path: ValuePath,
  region: string | undefined,
): readonly RuleFinding[] {
  return [...sourceRules(queue, path), ...countRules(queue, path), ...zoneRules(queue, path, region)];
}

const SOURCES = ["reservation", "reservationGroup", "market"] as const;

function sourceRules(queue: CapacityParts, path: ValuePath): readonly RuleFinding[] {
  const given = SOURCES.filter((key) => queue[key] !== undefined);
  const [first, ...others] = given;
  if (first === undefined)
    return [
      finding("capacity-source", path, {
        message: "nothing says where the instances come from",
        hint: "Give `reservation`, `reservationGroup`, or `market: on-demand` or `market: spot`.",
        keyed: true,
        absent: SOURCES.map((key) => pathText([...path, key])),
      }),
    ];
  const extra = others.map((key) =>
    finding("capacity-source", [...path, key], {
      message: `${first} and ${key} are both given`,
      hint: "Instances of a queue come from one place: keep one of the two.",
      keyed: true,
    }),
  );
  return [...extra, ...(first === "market" ? marketRules(queue, path) : []), ...spotRules(queue, path)];
}

function marketRules(queue: CapacityParts, path: ValuePath): readonly RuleFinding[] {
  return (["instanceType", "count", "zone"] as const)
    .filter((key) => queue[key] === undefined)
    .map((key) =>
      finding("missing", [...path, key], {
        message: `${key} is missing`,
        hint: `Without a reservation to read it from, \`market: ${queue.market ?? ""}\` needs \`${key}\`.`,
        keyed: true,
      }),
    );
}

function spotRules(queue: CapacityParts, path: ValuePath): readonly RuleFinding[] {
  if (queue.maxSpotUsdPerHour === undefined || queue.market === "spot") return [];
  return [
    finding("capacity-source", [...path, "maxSpotUsdPerHour"], {
      absent: [pathText([...path, "market"])],
      message: "a highest spot price is given, but the instances are not spot instances",
      hint: "Remove it, or say `market: spot`.",
      keyed: true,
    }),
  ];
}

function countRules(queue: CapacityParts, path: ValuePath): readonly RuleFinding[] {
  if (queue.static === undefined || queue.count === undefined || queue.static <= queue.count) return [];
  return [
    finding("static-above-count", [...path, "static"], {
      message: `static is ${queue.static}, more than the ${queue.count} nodes of count`,
      hint: `Give at most ${queue.count}.`,
    }),
  ];
}

function zoneRules(
  queue: CapacityParts,
  path: ValuePath,
  region: string | undefined,
): readonly RuleFinding[] {
  if (queue.zone === undefined || region === undefined || queue.zone.startsWith(region)) return [];
  return [
    finding("zone-of-region", [...path, "zone"], {
      message: `the zone ${queue.zone} is not in ${region}`,
      hint: `Give a zone of the region, like ${region}a.`,
    }),
  ];
}
