import { counted } from '../phrases.ts';
import { aligned, printLines, spaced, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';

/** What was made of an OpenAPI document. */
export interface ConnectorDraft {
  /** Where it was written; null where it is printed. */
  readonly file: string | null;
  readonly lists: readonly { readonly name: string; readonly get: string; readonly decisions: number }[];
  /** Writes that the document has beside the lists. */
  readonly writes: number;
  /** What a person has to decide, in all. */
  readonly decisions: number;
  /** Paths that answer lists and could not be drafted, and why. */
  readonly left: readonly { readonly get: string; readonly because: string }[];
  /** The file itself. */
  readonly text: string;
}

/** Of an API with hundreds of lists the first say why. */
const LEFT = 30;

/** Of a draft that was written into a file; one that is printed is all that is said. */
export function connectorDraftText(draft: ConnectorDraft & { readonly file: string }, style: Style): string {
  const { file, lists, writes, decisions, left } = draft;
  return printLines(
    spaced([
      [
        [
          toned('strong', file),
          `: ${counted(lists.length, 'list')}, ${counted(writes, 'write')}, ${counted(decisions, 'decision')} to make`,
        ],
      ],
      aligned(
        lists.map(({ name, get, decisions: of }) => ({
          left: [`  ${name}`],
          right: [get, toned('faint', `  ${counted(of, 'decision')}`)],
        })),
      ),
      aligned(
        left
          .slice(0, LEFT)
          .map(({ get, because }) => ({ left: [toned('waiting', '  left out '), get], right: [because] })),
      ),
      left.length > LEFT ? [[toned('waiting', `  … and ${left.length - LEFT} more`)]] : [],
      [
        [toned('strong', 'Next')],
        ['  - Remove the lists that say nothing of access.'],
        ['  - Decide each `# DECIDE:`, and write `read:`. Until then no command takes the file.'],
        [`  - Run bylaw connector test ${file} --platform NAME --url URL.`],
      ],
    ]),
    style,
  );
}
