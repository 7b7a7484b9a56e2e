import { createCborProtocol } from "./cbor/createCborProtocol.ts";
import { createProtocol } from "./createProtocol.ts";
import type { ServiceModel } from "./models/ServiceModel.ts";
import type { Protocol } from "./Protocol.ts";
import { createQueryProtocol } from "./query/createQueryProtocol.ts";
import type { WireRequest } from "./WireMessage.ts";

/** Answers in which protocol a request to a service is written; protocols are made once. */
export type ProtocolChooser = (model: ServiceModel, request: WireRequest) => Protocol;

/** Services that JSON clients and older Query clients share are told apart by the request. */
export function createProtocolChooser(): ProtocolChooser {
  const protocols = new Map<string, Protocol>();
  function once(key: string, create: () => Protocol): Protocol {
    const known = protocols.get(key);
    if (known !== undefined) return known;
    const created = create();
    protocols.set(key, created);
    return created;
  }
  return (model, request) => {
    if (request.headers["smithy-protocol"] === "rpc-v2-cbor")
      return once(`${model.name}/cbor`, () => createCborProtocol(model));
    if (model.queryCompatible && request.headers["x-amz-target"] === undefined)
      return once(`${model.name}/query`, () => createQueryProtocol(model));
    return once(model.name, () => createProtocol(model));
  };
}
