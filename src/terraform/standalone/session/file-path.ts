/** Whether what is written names a file, and not something that comes with the provider. */
export function isFilePath(nameOrPath: string): boolean {
  return /[/\\]/.test(nameOrPath) || /\.ya?ml$/.test(nameOrPath);
}
