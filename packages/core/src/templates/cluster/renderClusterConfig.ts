import { Document, isMap, isNode, isPair, isScalar, isSeq, type Node } from "yaml";
import type { ClusterConfig } from "./clusterConfig.ts";

/** Who made a configuration, for its first lines. */
export interface ConfigMaker {
  readonly trainyardVersion: string;
  readonly projectName: string;
  readonly parallelClusterVersion: string;
}

/** Writes a configuration with its comments; the same configuration gives the same text, byte for byte. */
export function renderClusterConfig({ value, comments }: ClusterConfig, maker: ConfigMaker): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  for (const { path, text } of comments) comment(document, path, text);
  document.commentBefore = [
    ` Configuration of the cluster ${maker.projectName} for AWS ParallelCluster ${maker.parallelClusterVersion}.`,
    ` Made by trainyard ${maker.trainyardVersion} from the project file: change that, not this text.`,
  ].join("\n");
  return document.toString({ lineWidth: 0 });
}

function comment(document: Document, path: readonly (string | number)[], text: string): void {
  let node: Node | undefined = document.contents ?? undefined;
  let key: Node | undefined;
  for (const step of path) {
    if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      node = isNode(item) ? item : undefined;
    } else if (isMap(node)) {
      const pair: unknown = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (!isPair(pair)) return;
      key = isNode(pair.key) ? pair.key : undefined;
      node = isNode(pair.value) ? pair.value : undefined;
    } else return;
  }
  if (isScalar(node)) node.comment = ` ${text}`;
  else if (key !== undefined) key.commentBefore = ` ${text}`;
}
