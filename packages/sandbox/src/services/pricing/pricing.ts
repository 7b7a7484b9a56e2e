import { defineService } from "../../kernel/ServiceModule.ts";
import { productOperations } from "./products.ts";

/** AWS Price List: on-demand prices from a shipped table. */
export const pricing = defineService("pricing", { operations: productOperations });
