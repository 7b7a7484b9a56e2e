/**
 * A line in a script of the sandbox's own templates that does what AWS's own script of the same place does. Neither of
 * the two is a change of the other: what was made by the sandbox's template can go on with AWS's.
 */
export const STAND_IN_LINE = "# This script stands in for AWS's own.";
