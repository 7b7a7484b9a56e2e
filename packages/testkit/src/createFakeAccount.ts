import type {
  DataLinkDescription,
  FileSystemDescription,
  Gateways,
  KeyPairDescription,
  RemoteCommand,
  RemoteResult,
  ReservationDescription,
  StackDescription,
  StackEvent,
  StackRequest,
} from "@trainyard/core";

/** An account in memory for tests of the deployment: stacks become ready after a number of looks at them. */
export interface FakeAccount {
  readonly gateways: Gateways;
  readonly stacks: Map<string, FakeStack>;
  readonly keyPairs: Map<string, KeyPairDescription>;
  readonly links: DataLinkDescription[];
  readonly fileSystems: FileSystemDescription[];
  readonly reservations: Map<string, ReservationDescription>;
  readonly fleet: { status: string };
  /** Calls that changed something, in order: `create ml-prerequisites`. */
  readonly changes: string[];
}

export interface FakeStack {
  stack: StackDescription;
  template: string;
  events: StackEvent[];
  /** Looks at it until it is ready; negative: its creation fails. */
  looksLeft: number;
}

export interface FakeAccountOptions {
  /** Outputs that a stack has when it is ready, by its name. */
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of stacks whose creation fails, with the reason. */
  readonly failures?: Readonly<Record<string, string>>;
  readonly looks?: number;
  /** What a node answers to a command; absent: no node is reached. */
  readonly remote?: (command: RemoteCommand, instanceId: string) => RemoteResult;
}

export function createFakeAccount(options: FakeAccountOptions = {}): FakeAccount {
  const account = {
    stacks: new Map<string, FakeStack>(),
    keyPairs: new Map<string, KeyPairDescription>(),
    links: [] as DataLinkDescription[],
    fileSystems: [] as FileSystemDescription[],
    reservations: new Map<string, ReservationDescription>(),
    fleet: { status: "UNKNOWN" },
    changes: [] as string[],
  };
  return { ...account, gateways: gatewaysOf(account, options) };
}

type Parts = Omit<FakeAccount, "gateways">;

function gatewaysOf(account: Parts, options: FakeAccountOptions): Gateways {
  return {
    region: "us-west-2",
    account: {
      caller: async () => ({ accountId: "123456789012", arn: "arn:aws:iam::123456789012:user/test" }),
      instanceUsdPerHour: async () => undefined,
    },
    capacity: {
      reservation: async (id) => account.reservations.get(id) ?? "absent",
      reservations: async () => [...account.reservations.values()],
      groupMembers: async () => "absent",
      zones: async () => ["us-west-2a", "us-west-2b"],
      zonesOffering: async () => ["us-west-2a"],
    },
    clusters: {
      instances: async () => [],
      fleet: async () => ({ status: account.fleet.status, changedAtMs: undefined }),
      requestFleet: async (_clusterName, { from, to }) => {
        if (account.fleet.status !== from) return "conflict";
        account.changes.push(`request fleet ${to}`);
        account.fleet.status = to === "START_REQUESTED" ? "RUNNING" : "STOPPED";
        return "requested";
      },
    },
    data: dataGateway(account),
    keyPairs: {
      find: async (name) => account.keyPairs.get(name) ?? "absent",
      list: async () => [...account.keyPairs.values()],
      create: async (name) => {
        account.changes.push(`create key pair ${name}`);
        account.keyPairs.set(name, { name, type: "ed25519", fingerprint: "" });
        return { privateKey: "PRIVATE" };
      },
      remove: async (name) => void account.keyPairs.delete(name),
    },
    logs: { streams: async () => "absent", events: async () => [], tail: async () => [] },
    remote: remoteGateway(account, options),
    stacks: stackGateway(account, options),
  };
}

function dataGateway(account: Parts): Gateways["data"] {
  return {
    links: async (fileSystemId) => account.links.filter((link) => link.fileSystemId === fileSystemId),
    createLink: async (request) => {
      account.changes.push(`create link ${request.path}`);
      const { fileSystemId, path, repository } = request;
      const link = {
        id: "dra-1",
        fileSystemId,
        path,
        repository,
        lifecycle: "AVAILABLE",
        failure: "",
        importEvents: [],
        exportEvents: [],
      };
      account.links.push(link);
      return link;
    },
    removeLink: async (id) => void account.changes.push(`remove link ${id}`),
    startExport: async (fileSystemId) => {
      account.changes.push(`export ${fileSystemId}`);
      return "task-1";
    },
    task: async (id) => ({
      id,
      lifecycle: "SUCCEEDED",
      failure: "",
      totalFiles: 1,
      succeededFiles: 1,
      failedFiles: 0,
    }),
    fileSystems: async (ids) => account.fileSystems.filter(({ id }) => ids.includes(id)),
    removeFileSystem: async (id) => {
      account.changes.push(`remove file system ${id}`);
      account.fileSystems.splice(
        account.fileSystems.findIndex((system) => system.id === id),
        1,
      );
    },
    writeObject: async ({ bucket, key }) => void account.changes.push(`write s3://${bucket}/${key}`),
    listKeys: async () => [],
    bucket: async () => "free",
  };
}

function remoteGateway({ changes }: Parts, { remote }: FakeAccountOptions): Gateways["remote"] {
  const results: RemoteResult[] = [];
  return {
    start: async (instanceId, command) => {
      if (remote === undefined) throw new Error(`${instanceId} is not connected`);
      changes.push(`run ${command.comment}`);
      return String(results.push(remote(command, instanceId)) - 1);
    },
    result: async (_instanceId, commandId) => results[Number(commandId)] ?? "running",
    cancel: async (commandId) => void changes.push(`cancel command ${commandId}`),
    openSession: async (instanceId) => ({
      id: `session-${instanceId}`,
      streamUrl: "ws://127.0.0.1:9",
      token: "",
      headers: {},
    }),
    resumeSession: async () => "ended",
    closeSession: async (sessionId) => void changes.push(`close ${sessionId}`),
  };
}

function stackGateway(account: Parts, options: FakeAccountOptions): Gateways["stacks"] {
  const begin = (request: StackRequest, status: string) => {
    const id = `arn:${request.stackName}`;
    const template = "body" in request.template ? request.template.body : "";
    const failure = options.failures?.[request.stackName];
    account.stacks.set(request.stackName, {
      stack: stackOf(request, id, status),
      template,
      events: failure === undefined ? [] : [failedEvent(request.stackName, failure)],
      looksLeft: options.looks ?? 2,
    });
  };
  const look = (name: string): FakeStack | undefined => {
    const found = [...account.stacks.values()].find(({ stack }) => stack.name === name || stack.id === name);
    if (found === undefined) return undefined;
    found.looksLeft -= 1;
    if (found.looksLeft > 0 || !found.stack.status.endsWith("IN_PROGRESS")) return found;
    if (found.stack.status === "DELETE_IN_PROGRESS") {
      account.stacks.delete(found.stack.name);
      return undefined;
    }
    const failed = options.failures?.[found.stack.name] !== undefined;
    const status = failed ? "CREATE_FAILED" : found.stack.status.replace("IN_PROGRESS", "COMPLETE");
    found.stack = { ...found.stack, status, outputs: options.outputs?.[found.stack.name] ?? {} };
    return found;
  };
  return {
    describe: async (name) => look(name)?.stack ?? "absent",
    list: async () => [...account.stacks.values()].map(({ stack }) => stack),
    template: async (name) => account.stacks.get(name)?.template ?? "",
    eventsAfter: async (name, after) => (after === undefined ? (look(name)?.events ?? []) : []),
    resources: async () =>
      account.fileSystems.map(({ id }) => ({
        logicalId: id,
        physicalId: id,
        resourceType: "AWS::FSx::FileSystem",
        status: "CREATE_COMPLETE",
      })),
    create: async (request) => {
      account.changes.push(`create ${request.stackName}`);
      begin(request, "CREATE_IN_PROGRESS");
    },
    preview: async () => [],
    update: async (request) => {
      account.changes.push(`update ${request.stackName}`);
      begin(request, "UPDATE_IN_PROGRESS");
      return "started";
    },
    remove: async (name) => {
      const found = account.stacks.get(name);
      if (found === undefined) return;
      account.changes.push(`remove ${name}`);
      found.stack = { ...found.stack, status: "DELETE_IN_PROGRESS" };
      found.looksLeft = options.looks ?? 2;
    },
  };
}

function stackOf(request: StackRequest, id: string, status: string): StackDescription {
  return {
    name: request.stackName,
    id,
    status,
    statusReason: "",
    outputs: {},
    parameters: request.parameters,
    tags: request.tags,
    createdAtMs: 0,
    updatedAtMs: undefined,
    parentId: undefined,
  };
}

function failedEvent(stackName: string, reason: string): StackEvent {
  return {
    id: `${stackName}-failed`,
    atMs: 0,
    stackName,
    logicalId: "Broken",
    physicalId: "",
    resourceType: "AWS::EC2::VPC",
    status: "CREATE_FAILED",
    reason,
  };
}
