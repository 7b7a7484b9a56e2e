/** A job as `scontrol show job` tells it, long after `squeue` has forgotten it. */
export interface JobRecord {
  readonly jobId: string;
  /** Of the array that it belongs to. */
  readonly arrayJobId: string | undefined;
  /** `3`, or `4-9%2` for tasks that were not split off yet. */
  readonly arrayTaskId: string | undefined;
  readonly name: string;
  readonly user: string;
  readonly state: string;
  readonly reason: string;
  readonly dependency: string;
  /** How often it was requeued. */
  readonly restartCount: number;
  readonly exitCode: number;
  readonly exitSignal: number;
  readonly runTime: string;
  readonly timeLimit: string;
  readonly submittedAt: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly partition: string;
  readonly nodeCount: number;
  readonly nodes: string;
  readonly directory: string;
  readonly command: string;
  readonly stdoutPath: string;
  readonly stderrPath: string;
}

/** Fields whose values may hold spaces, each with what stands behind it in every version. */
const FREE_TEXT: Readonly<Record<string, RegExp>> = {
  JobName: / UserId=\S+\(\d+\) GroupId=/,
  Command: / WorkDir=\//,
  WorkDir: / (?:AdminComment|Comment|StdErr|SystemComment|StdIn)=/,
  StdErr: / StdIn=/,
  StdIn: / StdOut=/,
  StdOut:
    / (?:Power|TresPerNode|TresPerJob|TresPerTask|TresBind|MailUser|MailType|Switches|SegmentSize|CpusPerTres)=|$/,
};

/** `scontrol -o show job`: one line for each job or array task. */
export function parseJobRecords(text: string): readonly JobRecord[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("JobId="))
    .map((line) => recordOf(fieldsOf(line.trimEnd())));
}

/** Fields from left to right: what looks like a field inside of free text is none. */
function fieldsOf(line: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let rest = line;
  while (rest !== "") {
    const [whole, name = ""] = /^\s*([A-Za-z][\w:/]*)=/.exec(rest) ?? [];
    if (whole === undefined) {
      rest = rest.replace(/^\s*\S+/, "");
      continue;
    }
    rest = rest.slice(whole.length);
    const end = FREE_TEXT[name] ?? /\s/;
    const at = rest.search(end);
    const value = at < 0 ? rest : rest.slice(0, at);
    if (!fields.has(name)) fields.set(name, value);
    rest = rest.slice(value.length);
  }
  return fields;
}

function recordOf(fields: ReadonlyMap<string, string>): JobRecord {
  const text = (name: string): string => {
    const value = fields.get(name) ?? "";
    return value === "(null)" ? "" : value;
  };
  const [exitCode = "0", exitSignal = "0"] = text("ExitCode").split(":");
  return {
    jobId: text("JobId"),
    arrayJobId: fields.get("ArrayJobId"),
    arrayTaskId: fields.get("ArrayTaskId"),
    name: text("JobName"),
    user: text("UserId").replace(/\(\d+\)$/, ""),
    state: text("JobState"),
    reason: text("Reason"),
    dependency: text("Dependency"),
    restartCount: Number(text("Restarts") || "0"),
    exitCode: Number(exitCode),
    exitSignal: Number(exitSignal),
    runTime: text("RunTime"),
    timeLimit: text("TimeLimit"),
    submittedAt: text("SubmitTime"),
    startedAt: text("StartTime"),
    endedAt: text("EndTime"),
    partition: text("Partition"),
    nodeCount: Number(/^\d+/.exec(text("NumNodes"))?.[0] ?? "0"),
    nodes: text("NodeList"),
    directory: text("WorkDir"),
    command: text("Command"),
    stdoutPath: text("StdOut"),
    stderrPath: text("StdErr"),
  };
}
