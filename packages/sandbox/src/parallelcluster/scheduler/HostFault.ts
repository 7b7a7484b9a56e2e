/** A program on a host failed or could not be run; the message is for the cluster's logs. */
export class HostFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "HostFault";
  }
}
