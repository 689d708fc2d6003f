/** Beyond so many rows terraform holds enough for its memory to matter more than its time. */
const MANY_ROWS = 2000;

/**
 * What the environment of a terraform says of Go's garbage collector. By default it runs each time the heap has doubled,
 * which takes a quarter of the time of a process that lives for a second. Seldom is enough: times and memory are in
 * bench/README.md. Nothing where the user has set it. See https://go.dev/doc/gc-guide#GOGC.
 */
export function gcSettings(user: NodeJS.ProcessEnv, rows: number): Readonly<Record<string, string>> {
  return user.GOGC ? {} : { GOGC: rows > MANY_ROWS ? '200' : '400' };
}
