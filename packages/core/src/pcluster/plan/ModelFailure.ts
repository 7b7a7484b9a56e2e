import type { ConfigPath } from "../yaml/configValue.ts";

/**
 * Something that the configuration names and that must be known before any rule can run is not there. The
 * official command ends with the error of the service.
 */
export class ModelFailure extends Error {
  readonly path: ConfigPath;
  readonly hint: string;

  constructor(path: ConfigPath, message: string, hint: string) {
    super(message);
    this.name = "ModelFailure";
    this.path = path;
    this.hint = hint;
  }
}
