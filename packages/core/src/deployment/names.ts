/** Tag on everything that trainyard makes: the project's name. */
export const PROJECT_TAG = "trainyard:project";

/** Tag of a provider's stack and of each stack that holds a cluster made with it: the provider's name. */
export const PROVIDER_TAG = "trainyard:provider";
