export {
  createFakeAccount,
  type FakeAccount,
  type FakeAccountOptions,
  type FakeStack,
} from "./createFakeAccount.ts";
export { createFakeClock } from "./createFakeClock.ts";
