import type { AnswerBody, StoredBody } from "../kernel/serviceModels.ts";

/** Header names in lower case; of repeated headers the values joined by a comma. */
export type Headers = Readonly<Record<string, string>>;

/** A request as the protocols read it: target split, headers lower-cased, body read. */
export interface WireRequest {
  readonly method: string;
  /** As sent, still percent-encoded, without the query string. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly queryString: string;
  readonly query: QueryParameters;
  readonly headers: Headers;
  /** Empty when the body was stored in a file. */
  readonly body: Buffer;
  readonly storedBody?: StoredBody;
}

/** Decoded parameters of a query string, in order; a repeated name keeps all its values. */
export type QueryParameters = ReadonlyMap<string, readonly string[]>;

export interface WireAnswer {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AnswerBody;
}
