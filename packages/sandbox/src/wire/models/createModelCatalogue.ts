import models from "../../../generated/models.json" with { type: "json" };
import { readServiceModel, type ServiceModel, type ServiceModelText } from "./ServiceModel.ts";

/** The modelled services; each is read when it is first used. */
export interface ModelCatalogue {
  /** By signing name; undefined for a service that the sandbox does not have. */
  get(service: string): ServiceModel | undefined;
  /** By what stands before the dot in `X-Amz-Target`. */
  byTargetPrefix(prefix: string): ServiceModel | undefined;
  /** By the API version of the Query protocols. */
  byQueryVersion(version: string): ServiceModel | undefined;
}

/** Reads the file that `npm run generate` extracts from the SDK clients. */
export function createModelCatalogue(): ModelCatalogue {
  const texts = new Map<string, ServiceModelText>(Object.entries(models.services));
  const read = new Map<string, ServiceModel>();
  function get(service: string): ServiceModel | undefined {
    const known = read.get(service);
    if (known !== undefined) return known;
    const text = texts.get(service);
    if (text === undefined) return undefined;
    const model = readServiceModel(service, text);
    read.set(service, model);
    return model;
  }
  function find(matches: (text: ServiceModelText) => boolean): ServiceModel | undefined {
    const found = [...texts].find(([, text]) => matches(text));
    return found === undefined ? undefined : get(found[0]);
  }
  return {
    get,
    byTargetPrefix: (prefix) => find((text) => text.targetPrefix === prefix),
    byQueryVersion: (version) =>
      find((text) => text.version === version && (text.protocol.endsWith("Query") || text.queryCompatible)),
  };
}
