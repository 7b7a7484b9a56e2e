import { parseCompletionLog } from "./CompletionLog.ts";
import { parseAccounting, type FinishedJob } from "./FinishedJob.ts";

/** What `HISTORY_SCRIPT` prints: from the accounting database, or from the list of completed jobs. */
export function parseHistory(text: string): readonly FinishedJob[] {
  const [first = ""] = text.split("\n", 1);
  const since = /^completed since (\S+)$/.exec(first)?.[1];
  if (since === undefined) return parseAccounting(text);
  return parseCompletionLog(text.slice(first.length + 1), since);
}
