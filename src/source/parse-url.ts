/**
 * The address a text says; null where it says none. `URL.canParse` is not asked: once Node 20 has compiled the caller, it
 * reads a text of Latin letters beyond ASCII by its bytes, and calls `http://bücher.example` no address.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
