/** What must happen before a change can be made; `never` when nothing helps but a new cluster. */
export type Obstacle =
  | "never"
  | "stop-compute"
  | "stop-compute-or-drain"
  | "stop-compute-or-terminate"
  | "stop-login"
  | "stop-login-pool"
  | "stop-compute-and-login"
  | "stop-head-node"
  | "keep-home"
  | "keep-file-system"
  | "keep-bucket"
  | "keep-chef-attributes"
  | "keep-in-region"
  | "keep-capacity";
