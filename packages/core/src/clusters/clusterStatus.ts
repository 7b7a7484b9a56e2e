/** How the official command reads the status of a cluster's stack. */
export function clusterStatus(stackStatus: string): string {
  switch (stackStatus) {
    case "ROLLBACK_IN_PROGRESS":
    case "ROLLBACK_FAILED":
    case "ROLLBACK_COMPLETE":
      return "CREATE_FAILED";
    case "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
    case "UPDATE_ROLLBACK_IN_PROGRESS":
    case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS":
      return "UPDATE_IN_PROGRESS";
    case "UPDATE_ROLLBACK_COMPLETE":
    case "UPDATE_ROLLBACK_FAILED":
      return "UPDATE_FAILED";
    default:
      return stackStatus;
  }
}
