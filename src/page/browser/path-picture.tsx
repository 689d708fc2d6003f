import type { JSX } from 'preact';
import type { AccessPath, PathStep } from '../../access/access-path.ts';
import { stepWords } from '../../access/explain/format-path.ts';
import { known } from '../../source/known.ts';
import { escapeText } from '../../source/quote.ts';

const WIDTH = 178;
const HEIGHT = 46;
const ACROSS = 38;
const DOWN = 16;

interface PictureNode {
  readonly key: string;
  readonly kind: string;
  readonly text: string;
  layer: number;
  row: number;
}

interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly layers: number;
  readonly rows: number;
}

interface PathPictureProps {
  readonly person: string;
  readonly goal: string;
  readonly paths: readonly AccessPath[];
}

/** Ways from a person to a permission, drawn from left to right. The list beside it says the same in words. */
export function PathPicture({ person, goal, paths }: PathPictureProps): JSX.Element {
  const { nodes, edges, layers, rows } = pictureOf(person, goal, paths);
  const width = layers * (WIDTH + ACROSS) - ACROSS + 2;
  const height = rows * (HEIGHT + DOWN) - DOWN + 2;
  const at = new Map(nodes.map((node) => [node.key, place(node, nodes, rows)]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section class="picture" tabIndex={0} aria-label="Picture of the paths">
      <svg
        // It shrinks a little before it has to be scrolled; words that are any smaller are hard to read.
        style={{ width: `clamp(${Math.round(width * 0.8)}px, 100%, ${width}px)`, height: 'auto' }}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby="picture-title"
      >
        <title id="picture-title">{`${paths.length} paths from ${person} to ${goal}, told in words below.`}</title>
        {edges.map(([from, to]) => {
          const [a, b] = [known(at.get(from), 'a node'), known(at.get(to), 'a node')];
          const [x1, y1, x2, y2] = [a.x + WIDTH, a.y + HEIGHT / 2, b.x, b.y + HEIGHT / 2];
          const bend = Math.max(ACROSS / 2, (x2 - x1) / 2);
          return (
            <path
              key={`${from} ${to}`}
              class="edge"
              d={`M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`}
            />
          );
        })}
        {nodes.map((node) => {
          const { x, y } = known(at.get(node.key), 'a node');
          return (
            <g key={node.key} class={`node ${node.kind}`} transform={`translate(${x},${y})`}>
              <title>{escapeText(node.text)}</title>
              <rect width={WIDTH} height={HEIGHT} rx="7" />
              <text class="node-kind" x="11" y="17">
                {node.kind}
              </text>
              <text class="node-text" x="11" y="34">
                {shortened(escapeText(node.text))}
              </text>
            </g>
          );
        })}
      </svg>
    </section>
  );
}

function shortened(text: string): string {
  return text.length <= 24 ? text : `${text.slice(0, 12)}…${text.slice(-11)}`;
}

function place(
  { layer, row }: PictureNode,
  nodes: readonly PictureNode[],
  rows: number,
): { readonly x: number; readonly y: number } {
  const inLayer = nodes.filter((one) => one.layer === layer).length;
  const gap = ((rows - inLayer) * (HEIGHT + DOWN)) / 2;
  return { x: 1 + layer * (WIDTH + ACROSS), y: 1 + gap + row * (HEIGHT + DOWN) };
}

/** Equal steps are one node; a node stands as far to the right as the longest way to it asks for. */
function pictureOf(person: string, goal: string, paths: readonly AccessPath[]): Picture {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, readonly [string, string]>();
  const node = (kind: string, text: string, layer: number): PictureNode => {
    const key = `${kind} ${text}`;
    const one = nodes.get(key) ?? { key, kind, text, layer, row: 0 };
    one.layer = Math.max(one.layer, layer);
    nodes.set(key, one);
    return one;
  };
  for (const path of paths) {
    let before = node('person', person, 0);
    // The permission that is asked about, right where it is asked for, is the end itself.
    const isEnd = path.at(-1)?.step === 'grants' || path.at(-1)?.step === 'implies';
    for (const step of isEnd ? path.slice(0, -1) : path) {
      const words = stepWords(step).replace(/^(group|role|nested in group) /, '');
      const after = node(kindOf(step), words, before.layer + 1);
      if (after === before) continue;
      edges.set(`${before.key}\n${after.key}`, [before.key, after.key]);
      before = after;
    }
    const last = node('granted', goal, before.layer + 1);
    edges.set(`${before.key}\n${last.key}`, [before.key, last.key]);
  }
  // Again for those whose beginning moved; at most as often as there are nodes, since rings are possible.
  for (let round = 0; round < nodes.size; round += 1) {
    for (const [from, to] of edges.values()) {
      const [a, b] = [known(nodes.get(from), 'a node'), known(nodes.get(to), 'a node')];
      if (round < 20 && b.layer <= a.layer && a.layer + 1 < nodes.size) b.layer = a.layer + 1;
    }
  }
  const all = [...nodes.values()];
  const layers = Math.max(...all.map(({ layer }) => layer)) + 1;
  let rows = 1;
  for (let layer = 0; layer < layers; layer += 1) {
    const inLayer = all.filter((one) => one.layer === layer);
    inLayer.forEach((one, row) => {
      one.row = row;
    });
    rows = Math.max(rows, inLayer.length);
  }
  return { nodes: all, edges: [...edges.values()], layers, rows };
}

function kindOf({ step }: PathStep): string {
  switch (step) {
    case 'member-of':
    case 'nested-in':
      return 'group';
    case 'assigned':
    case 'default-role':
    case 'includes':
    case 'set':
    case 'denied':
      return 'role';
    case 'grants':
    case 'implies':
    case 'carries':
    case 'kind-gives':
    case 'bypasses':
    case 'denies':
    case 'goes-with':
      return 'permission';
    case 'inherited':
    case 'attached':
    case 'gate':
      return 'scope';
  }
}
