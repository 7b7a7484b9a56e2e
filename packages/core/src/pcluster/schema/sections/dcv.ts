import { flag, integer, section, text } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { needsKey } from "../needs.ts";

export const dcvSection = section(
  "Dcv",
  {
    Enabled: flag("UNSUPPORTED", {
      note: "the model constructor needs it: a Dcv section without Enabled makes loading fail with a Python TypeError rather than a schema message (schema itself does not require it)",
    }),
    Port: integer("UNSUPPORTED", { default: 8443 }),
    AllowedIps: text("SUPPORTED", { pattern: PATTERNS.cidrOrPrefixList, default: "0.0.0.0/0" }),
  },
  { needs: needsKey("Enabled") },
);
