export function packageProblems(pack: {
  readonly files: readonly { readonly path: string }[];
  readonly unpackedSize: number;
}): string[];
