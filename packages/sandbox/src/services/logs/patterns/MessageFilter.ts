/** Says whether a message matches. */
export type MessageFilter = (message: string) => boolean;
