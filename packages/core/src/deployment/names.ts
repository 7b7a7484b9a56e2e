/** Tag on everything that trainyard makes: the project's name. */
export const PROJECT_TAG = "trainyard:project";
