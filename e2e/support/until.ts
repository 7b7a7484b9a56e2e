const LOOK_MS = 100;

/** Waits on a condition. @throws {Error} with `what`, and the last failure, when it does not hold in time. */
export async function until(what: string, seconds: number, condition: () => Promise<boolean> | boolean) {
  const deadlineMs = Date.now() + seconds * 1_000;
  let failure: unknown;
  while (Date.now() < deadlineMs) {
    try {
      if (await condition()) return;
      failure = undefined;
    } catch (error) {
      // It may not be there yet.
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`not within ${seconds} seconds: ${what}`, { cause: failure });
}
