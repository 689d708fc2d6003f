import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { TableCode } from './codes/codes.ts';
import { type Diagnostic, type DiagnosticDetails, diagnostic } from './diagnostic.ts';
import { MAX_ALIASED_VALUES, MAX_DEPTH } from './limits.ts';
import type { LineIndex } from './line-index.ts';
import { fileOrigin, type Origin } from './origin.ts';
import { quote } from './quote.ts';
import { keyText } from './yaml-locator.ts';

/** Tags that say what core YAML would read anyway. */
const CORE_TAGS: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** A plain value with its size when all aliases in it are written out. */
interface ConvertedValue {
  readonly value: unknown;
  readonly values: number;
  readonly height: number;
}

const NOTHING: ConvertedValue = { value: null, values: 1, height: 0 };

/**
 * YAML nodes → plain values, each anchor once: an alias shares its anchor's value, and only the count of what it
 * would expand to is kept. So a bomb is refused by arithmetic.
 */
export class YamlConversion {
  readonly diagnostics: Diagnostic[] = [];
  /** Alias → the node it stands for, for looking up positions. */
  readonly aliases = new Map<Alias, Node>();
  readonly #anchors = new Map<string, { readonly node: Node; converted: ConvertedValue | null }>();
  readonly #lines: LineIndex;
  #aliased = 0;
  #tooMany = false;
  #tooDeep = false;

  constructor(lines: LineIndex) {
    this.#lines = lines;
  }

  /** Codes: `yaml-duplicate-key`, `yaml-alias-limit`, `yaml-too-deep`, `yaml-unsupported`, `yaml-syntax`. */
  convert(root: Node | null): unknown {
    return this.#node(root, 1).value;
  }

  #node(node: Node | null, depth: number): ConvertedValue {
    if (node === null) return NOTHING;
    if (isAlias(node)) return this.#alias(node, depth);
    this.#checkTag(node);
    const anchored = node.anchor === undefined ? null : { node, converted: null as ConvertedValue | null };
    if (anchored !== null && node.anchor !== undefined) this.#anchors.set(node.anchor, anchored);
    const convertedValue = this.#contents(node, depth);
    if (anchored !== null) anchored.converted = convertedValue;
    return convertedValue;
  }

  #contents(node: Node, depth: number): ConvertedValue {
    if (isScalar(node)) return { value: node.value, values: 1, height: 0 };
    if (!isMap(node) && !isSeq(node)) return NOTHING;
    if (depth > MAX_DEPTH) return this.#deep(node);
    return isMap(node) ? this.#map(node, depth) : this.#sequence(node, depth);
  }

  #sequence(node: YAMLSeq, depth: number): ConvertedValue {
    const items: unknown[] = [];
    let values = 1;
    let height = 0;
    for (const item of node.items) {
      const convertedValue = this.#node(item as Node | null, depth + 1);
      items.push(convertedValue.value);
      values += convertedValue.values;
      height = Math.max(height, convertedValue.height);
    }
    return { value: items, values, height: height + 1 };
  }

  #map(node: YAMLMap, depth: number): ConvertedValue {
    const map: Record<string, unknown> = Object.create(null);
    const first = new Map<string, Node>();
    let values = 1;
    let height = 0;
    for (const pair of node.items) {
      const key = this.#key(pair.key as Node | null, node);
      const convertedValue = this.#node(pair.value as Node | null, depth + 1);
      values += convertedValue.values + 1;
      height = Math.max(height, convertedValue.height);
      if (key === null) continue;
      const earlier = first.get(key.text);
      if (earlier === undefined) {
        first.set(key.text, key.node);
        map[key.text] = convertedValue.value;
      } else {
        this.#report(
          'yaml-duplicate-key',
          `The key ${quote(key.text)} is written twice in one map.`,
          key.node,
          {
            related: [{ message: 'first written here', origin: this.#origin(earlier) }],
          },
        );
      }
    }
    return { value: map, values, height: height + 1 };
  }

  #key(key: Node | null, map: Node): { readonly text: string; readonly node: Node } | null {
    if (key !== null && isScalar(key)) {
      this.#checkTag(key);
      if (key.anchor !== undefined)
        this.#anchors.set(key.anchor, {
          node: key,
          converted: { value: key.value, values: 1, height: 0 },
        });
      if (key.value === '<<' && key.type === 'PLAIN') {
        this.#report('yaml-unsupported', 'Merge keys (`<<`) are not read.', key, {
          hint: 'Write the keys out; "<<" in quotes is a key of that name.',
        });
        return null;
      }
      const text = keyText(key);
      if (text !== null) return { text, node: key };
    }
    const shape = key === null || isScalar(key) ? 'empty' : isAlias(key) ? 'an alias' : 'a collection';
    this.#report('yaml-unsupported', `A key must be text, and this one is ${shape}.`, key ?? map, {
      hint: isAlias(key) ? 'Write the key out.' : 'Put the key in quotes if it is meant to be text.',
    });
    return null;
  }

  #alias(node: Alias, depth: number): ConvertedValue {
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      this.#report('yaml-syntax', `The alias *${node.source} has no anchor &${node.source} before it.`, node);
      return NOTHING;
    }
    this.aliases.set(node, target.node);
    if (target.converted === null) {
      this.#report('yaml-alias-limit', `The alias *${node.source} stands inside its own anchor.`, node, {
        related: [{ message: 'the anchor', origin: this.#origin(target.node) }],
      });
      return NOTHING;
    }
    this.#aliased += target.converted.values;
    if (this.#aliased > MAX_ALIASED_VALUES) return this.#many(node);
    if (depth + target.converted.height - 1 > MAX_DEPTH) return this.#deep(node);
    return target.converted;
  }

  #many(node: Node): ConvertedValue {
    if (!this.#tooMany) {
      const message = `Aliases expand to more than ${MAX_ALIASED_VALUES} values.`;
      this.#report('yaml-alias-limit', message, node);
    }
    this.#tooMany = true;
    return NOTHING;
  }

  #deep(node: Node): ConvertedValue {
    if (!this.#tooDeep) this.diagnostics.push(tooDeep(this.#origin(node)));
    this.#tooDeep = true;
    return NOTHING;
  }

  #checkTag(node: Node): void {
    const tag = node.tag;
    if (tag === undefined || CORE_TAGS.has(tag) || tag === '!') return;
    this.#report('yaml-unsupported', `The tag ${quote(tag)} is not read.`, node, {
      hint: 'Write the value without a tag.',
    });
  }

  #report(code: TableCode, message: string, node: Node, details: DiagnosticDetails = {}): void {
    this.diagnostics.push(diagnostic(code, message, this.#origin(node), details));
  }

  #origin(node: Node): Origin {
    const range = node.range ?? [0, 0, 0];
    return fileOrigin(this.#lines.span(range[0], range[1]));
  }
}

export function tooDeep(origin: Origin): Diagnostic {
  return diagnostic('yaml-too-deep', `Values are nested more than ${MAX_DEPTH} deep here.`, origin);
}
