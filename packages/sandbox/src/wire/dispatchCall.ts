import { rm } from "node:fs/promises";
import type { SandboxKernel } from "../kernel/SandboxKernel.ts";
import { createRefusals } from "./createRefusals.ts";
import type { ReceivedCall } from "./ReceivedCall.ts";
import { findMissing } from "./findMissing.ts";
import { openContent, type OpenAnswer } from "./openContent.ts";
import type { Protocol } from "./Protocol.ts";

/**
 * Reads the input of a call, gives it to the kernel and writes its answer, in one turn. A body in a file that the
 * handler has not taken is removed afterwards.
 * @throws {AwsError} as AWS answers.
 */
export async function dispatchCall(
  kernel: SandboxKernel,
  protocol: Protocol,
  requestId: string,
  call: ReceivedCall,
): Promise<OpenAnswer> {
  const { model, operation, operationName, region, accessKeyId = "anonymous", request } = call;
  try {
    const output = kernel.dispatchFromClient({
      service: model.name,
      operation: operationName,
      input: isModelled(kernel, model.name, operationName) ? readInput(kernel, protocol, call) : {},
      region,
      requestId,
      accessKeyId,
      client: call.client,
    });
    // Without a model the kernel has refused the operation.
    if (operation === undefined) throw new Error(`${operationName} was answered without a model`);
    return openContent(protocol.writeOutput(operation, output, requestId), request.method);
  } finally {
    if (request.storedBody !== undefined) await rm(request.storedBody.filePath, { force: true });
  }
}

/** An operation that does not exist is refused before its input is looked at. */
function isModelled(kernel: SandboxKernel, service: string, operation: string): boolean {
  const module = kernel.modules.find(({ name }) => name === service);
  return module !== undefined && Object.hasOwn(module.operations, operation);
}

function readInput(
  kernel: SandboxKernel,
  protocol: Protocol,
  { model, operation, operationName, request }: ReceivedCall,
): Record<string, unknown> {
  if (operation === undefined) return {};
  const refusals = createRefusals(model, operationName, (member) =>
    kernel.unmodelledCounts.set(member, (kernel.unmodelledCounts.get(member) ?? 0) + 1),
  );
  const input = protocol.readInput(operation, request, refusals);
  const missing = findMissing(operation.input, input);
  if (missing.length > 0) throw refusals.missing(missing);
  return input;
}
