import { isInUserNamespace } from "../userNamespace/isInUserNamespace.ts";

/** What this process may do for hosts; root of a user namespace has limits. */
export interface HostRights {
  /** Device files cannot be made: the machine's own are bound in their places. */
  readonly devices: "made" | "bound";
  /** Options of overlays, each with a comma after it. */
  readonly overlayOptions: string;
  /** Below a layer's /etc; absent where the layer has all of it. */
  readonly lowerEtc: string | undefined;
}

export function hostRights(): HostRights {
  return isInUserNamespace()
    ? { devices: "bound", overlayOptions: "userxattr,", lowerEtc: undefined }
    : { devices: "made", overlayOptions: "", lowerEtc: "/etc" };
}
