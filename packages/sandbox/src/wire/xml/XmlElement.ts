/** An element of a parsed XML body: names without their prefixes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, entities resolved; white space is kept. */
  readonly text: string;
}
