import type { _InstanceType } from "@aws-sdk/client-ec2";

/** The SDK lists the types of its own release; EC2 knows newer ones, and is the judge of any name. */
export function instanceTypeName(name: string): _InstanceType {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name goes to EC2 as it is
  return name as _InstanceType;
}
