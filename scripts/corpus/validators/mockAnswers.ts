import { found, refused, type AwsAnswer, type ClusterConfigAws } from "@trainyard/core";
import { SILENT_ACCOUNT } from "./createMockAws.ts";

type Answers = { readonly [Part in keyof ClusterConfigAws]?: Partial<ClusterConfigAws[Part]> };

/** An account that answers only these questions. */
export function withAccount(answers: Answers): ClusterConfigAws {
  return {
    instances: { ...SILENT_ACCOUNT.instances, ...answers.instances },
    reservations: { ...SILENT_ACCOUNT.reservations, ...answers.reservations },
    network: { ...SILENT_ACCOUNT.network, ...answers.network },
    images: { ...SILENT_ACCOUNT.images, ...answers.images },
    volumes: { ...SILENT_ACCOUNT.volumes, ...answers.volumes },
    fileSystems: { ...SILENT_ACCOUNT.fileSystems, ...answers.fileSystems },
    objects: { ...SILENT_ACCOUNT.objects, ...answers.objects },
    access: { ...SILENT_ACCOUNT.access, ...answers.access },
  };
}

/** The thing, unless the case records that the account does not have it. */
export async function existence<T>(
  { isMissing }: { readonly isMissing: boolean },
  thing: T | undefined,
): Promise<AwsAnswer<T>> {
  return thing === undefined || isMissing ? refused("NotFound", "there is no such thing") : found(thing);
}
