let heeded: NodeJS.WriteStream | null = null;

/** Where progress and problems go. Who cannot be told cannot be told of it. */
export function standardError(): NodeJS.WriteStream {
  heeded ??= process.stderr.on('error', () => {});
  return heeded;
}
