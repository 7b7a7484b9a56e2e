import type { ClusterConfigAws } from "@trainyard/core/cluster-config";
import type { CommandContext } from "../command/CommandContext.ts";
import { isLocal, openConnection } from "./openSession.ts";

/** The account that a configuration is checked against. On an endpoint of this machine nothing else is asked. */
export async function openClusterConfigAws(
  context: CommandContext,
  region: string,
): Promise<ClusterConfigAws> {
  const [{ createClusterConfigAws }, { connection }] = await Promise.all([
    import("@trainyard/aws/cluster-config"),
    openConnection(context, region),
  ]);
  const endpoint = connection.endpointUrl ?? context.environment["AWS_ENDPOINT_URL"];
  return createClusterConfigAws(connection, { readsUrls: !isLocal(endpoint), signal: context.signal });
}
