/**
 * The decoder of MessagePack refuses the one key `__proto__`, and a person may be called that where user names are
 * free. In rows it stands with a `!` before it, and so does every name that would be mistaken for the result.
 */
export function escapeKey(key: string): string {
  return /^!*__proto__$/.test(key) ? `!${key}` : key;
}

export function unescapeKey(key: string): string {
  return /^!+__proto__$/.test(key) ? key.slice(1) : key;
}
