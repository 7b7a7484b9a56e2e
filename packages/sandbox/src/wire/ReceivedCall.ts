import type { OperationModel } from "./models/ServiceModel.ts";
import type { RoutedRequest } from "./routeRequest.ts";
import type { WireRequest } from "./WireMessage.ts";

/** A request whose operation is known and whose body has been read. */
export interface ReceivedCall extends RoutedRequest {
  readonly operationName: string;
  /** Undefined when the service's model has no operation of the name. */
  readonly operation: OperationModel | undefined;
  readonly request: WireRequest;
  /** The connection. */
  readonly client: object;
}
