/** Until a request has a support case, and from then until it is approved; on AWS the latter takes minutes to days. */
export const REQUEST_OPENED_MS = 60_000;
export const REQUEST_APPROVED_MS = 15 * 60_000;
