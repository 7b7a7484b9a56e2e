declare const TRAINYARD_VERSION: string | undefined;

/** Version of the package; `0.0.0-source` when run from the sources. */
export const VERSION = typeof TRAINYARD_VERSION === "string" ? TRAINYARD_VERSION : "0.0.0-source";
