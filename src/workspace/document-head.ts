/** A line of a head, in the plainest way to write it. Whatever has another meaning to YAML is not matched. */
const HEAD = /^(apiVersion|kind|name|organization): ([A-Za-z][A-Za-z0-9._/-]*)(?: +#.*)?$/;
/** Another document begins or ends, or YAML is told how to read. */
const SEVERAL = /^(?:---|\.\.\.|%)/m;
/** What YAML takes for something else than a text. */
const NO_TEXT = new Set(['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);
const NAMED_BY: Readonly<Record<string, string>> = { Organization: 'name', Expectations: 'organization' };

/**
 * The organization that a file speaks of, without parsing it: for who only has to know whether it is theirs. Null where that
 * is not beyond doubt: several documents, another kind, a name in quotes, anything before the head. Then it has to be parsed.
 */
export function organizationInHead(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const lines = text.split(/\r?\n/);
  // The first may say that a document begins; no other line may.
  const first = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  if (first === -1) return null;
  const from = lines[first] === '---' ? first + 1 : first;
  if (SEVERAL.test(lines.slice(from).join('\n'))) return null;
  const said = new Map<string, string>();
  for (const line of lines.slice(from)) {
    if (line === '' || line.startsWith('#')) continue;
    const [, key, value] = HEAD.exec(line) ?? [];
    if (key === undefined || value === undefined) {
      // A text goes on in a line that is indented: what was read so far is not all of it.
      if (/^[\s]/.test(line)) return null;
      break;
    }
    // Written twice, it is refused by whoever parses it: that has to be somebody.
    if (said.has(key)) return null;
    said.set(key, value);
  }
  const by = NAMED_BY[said.get('kind') ?? 'none'];
  const name = by === undefined ? undefined : said.get(by);
  const plain =
    said.get('apiVersion') === 'bylaw/v1' && name !== undefined && !NO_TEXT.has(name.toLowerCase());
  return plain ? name : null;
}
