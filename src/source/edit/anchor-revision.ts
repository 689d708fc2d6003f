import type { Alias, Node } from 'yaml';
import type { AnchorMoves } from './anchor-moves.ts';
import { type Anchors, type Draft, draftAt, sameDraft } from './draft.ts';
import { lineStart } from './line-offsets.ts';
import { blockText, flowText, inlineText, type Layout } from './render-yaml.ts';
import { FLOW, type Replacement, type ValuePosition } from './replacement.ts';

/** What becomes of `&name` and `*name` in the text of a document that is revised. */
export class AnchorRevision {
  readonly #text: string;
  readonly #made: Replacement;
  readonly #anchors: Anchors;
  readonly #layout: Layout;
  readonly #moves: AnchorMoves;

  constructor(text: string, made: Replacement, anchors: Anchors, layout: Layout, moves: AnchorMoves) {
    this.#text = text;
    this.#made = made;
    this.#anchors = anchors;
    this.#layout = layout;
    this.#moves = moves;
  }

  /** Whether an alias somewhere inside takes an anchor over, although its value stays. */
  holdsMoves(node: Node | null): boolean {
    if (this.#moves.heirs.size === 0 || node?.range == null) return false;
    const [start, end] = node.range;
    for (const alias of this.#moves.heirs.keys()) {
      const at = alias.range?.[0] ?? -1;
      if (at >= start && at < end) return true;
    }
    return false;
  }

  /** An alias takes the anchor over, stays, or becomes a value of its own. */
  alias(node: Alias, revised: Draft, valuePosition: ValuePosition): void {
    const target = this.#moves.heirs.get(node);
    if (target !== undefined && node.range) {
      const name = `&${node.source}`;
      const [start, end] = node.range;
      const inline = inlineText(
        revised,
        start - lineStart(this.#text, start) + name.length + 1,
        valuePosition.path,
        this.#layout,
      );
      const whole = target.range ? this.#text.slice(target.range[0], target.range[1]).trimEnd() : '';
      const reusable = whole !== '' && !/[\n&*#]/.test(whole) && valuePosition.indent !== FLOW;
      if (reusable) this.#made.edit(start, end, `${name} ${whole}`);
      else if (inline !== null || valuePosition.indent === FLOW) {
        this.#made.edit(start, end, `${name} ${inline ?? flowText(revised)}`);
      } else {
        this.#made.edit(start, end, name);
        this.#made.appendLines(
          end,
          blockText(revised, valuePosition.indent, valuePosition.path, this.#layout).replace(/^\n/, ''),
        );
      }
      return;
    }
    if (this.#moves.following.has(node)) return;
    if (sameDraft(draftAt(node, this.#anchors), revised)) return;
    this.#made.replace(node, revised, valuePosition);
  }

  /** Takes `&name` from a node whose anchor stands elsewhere from now on. */
  bereave(node: Node, { from }: ValuePosition): void {
    if (!this.#moves.bereft.has(node) || node.anchor === undefined || !node.range) return;
    const at = this.#text.indexOf(`&${node.anchor}`, from);
    if (at === -1 || at >= node.range[0]) return;
    let end = at + node.anchor.length + 1;
    // One blank stays before what follows; none before a line break.
    const before = this.#text[at - 1] === ' ' ? at - 1 : at;
    if (this.#text[end] === ' ' && before === at) end += 1;
    this.#made.edit(before, end, '');
  }
}
