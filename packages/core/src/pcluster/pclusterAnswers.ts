import {
  officialChangeSet,
  pythonText,
  type CheckedChange,
  type OfficialChange,
} from "./changes/checkChanges.ts";
import type { ClusterConfigReport } from "./ClusterConfigReport.ts";
import type { FindingLevel } from "./rules/finding.ts";

/** What the official command prints, and the code that it ends with. */
export interface PclusterAnswer {
  readonly exitCode: 0 | 1;
  readonly body: PclusterBody;
}

/** The keys of the official answers in their order; what is absent is not printed. */
export interface PclusterBody {
  readonly configurationValidationErrors?: readonly PclusterMessage[];
  readonly validationMessages?: readonly PclusterMessage[];
  readonly message: string;
  readonly updateValidationErrors?: readonly PclusterUpdateError[];
  readonly changeSet?: readonly OfficialChange[];
}

export interface PclusterMessage {
  readonly level: FindingLevel;
  readonly type: string;
  readonly message: string;
}

export interface PclusterUpdateError {
  readonly parameter: string;
  readonly requestedValue: string;
  readonly message: string;
  readonly currentValue: string;
}

const WOULD_SUCCEED = "Request would have succeeded, but DryRun flag is set.";
const INVALID = "Invalid cluster configuration.";

/**
 * The answer of `pcluster create-cluster --dryrun true`. The official command ends with code 1 also when the
 * request would have succeeded.
 */
export function pclusterDryRunAnswer(report: ClusterConfigReport): PclusterAnswer {
  const refusal = refusedConfiguration(report);
  return { exitCode: 1, body: refusal ?? { ...messagesOf(report), message: WOULD_SUCCEED } };
}

/** The body of a refused configuration, of a create or an update; undefined when it is valid. */
export function refusedConfiguration(report: ClusterConfigReport): PclusterBody | undefined {
  if (report.valid) return undefined;
  if (report.phase === "validators")
    return { configurationValidationErrors: report.results.map(messageOf), message: INVALID };
  const problems = report.problems
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`))
    .join(" ");
  if (report.phase === "parse")
    return { message: `Bad Request: Configuration must be a valid YAML document. ${problems}` };
  if (report.phase === "failure") return { message: `Invalid cluster configuration: ${problems}` };
  const schema = { level: "ERROR", type: "ConfigSchemaValidator", message: problems } as const;
  return { configurationValidationErrors: [schema], message: INVALID };
}

/**
 * The answer of `pcluster update-cluster --dryrun true`: the configuration is checked first, then the changes.
 */
export function pclusterUpdateDryRunAnswer(
  report: ClusterConfigReport,
  changes: readonly CheckedChange[],
): PclusterAnswer {
  const refusal = refusedConfiguration(report) ?? refusedUpdate(changes);
  return {
    exitCode: 1,
    body: refusal ?? {
      ...messagesOf(report),
      message: WOULD_SUCCEED,
      changeSet: officialChangeSet(changes),
    },
  };
}

/** The body of an update that cannot be made now; undefined when it can. */
export function refusedUpdate(changes: readonly CheckedChange[]): PclusterBody | undefined {
  if (changes.length === 0)
    return { message: "Bad Request: No changes found in your cluster configuration." };
  const refused = changes.filter(({ check }) => check !== "SUCCEEDED");
  if (refused.length === 0) return undefined;
  return {
    message: "Update failure",
    updateValidationErrors: refused.map((change) => ({
      parameter: change.parameter,
      requestedValue: pythonText(change.requestedValue),
      message: [change.reason, change.action].filter((text) => text !== undefined).join(" "),
      currentValue: pythonText(change.currentValue),
    })),
    changeSet: officialChangeSet(changes),
  };
}

function messagesOf({ results }: ClusterConfigReport): Pick<PclusterBody, "validationMessages"> {
  return results.length === 0 ? {} : { validationMessages: results.map(messageOf) };
}

function messageOf({ level, validator, message }: ClusterConfigReport["results"][number]): PclusterMessage {
  return { level, type: validator, message };
}
