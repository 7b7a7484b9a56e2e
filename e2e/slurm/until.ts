/** Waits on a condition; throws with the last failure, or with `what`, when it does not hold in time. */
export async function until(
  what: string,
  seconds: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadlineMs = Date.now() + seconds * 1000;
  let failure: unknown;
  while (Date.now() < deadlineMs) {
    try {
      if (await condition()) return;
      failure = undefined;
    } catch (error) {
      // The host may not be there yet.
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${seconds} seconds: ${what}`, { cause: failure });
}
