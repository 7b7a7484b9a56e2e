/** What the agent of a node says of itself; above 3.1.1511.0, so that forwarded ports need no keep-alive. */
export const AGENT_VERSION = "3.3.1611.0";
