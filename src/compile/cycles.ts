import type { Origin } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';

/** Node → the nodes it points to, each with the place that says so. */
export type DirectedEdges = ReadonlyMap<string, ReadonlyMap<string, Origin>>;

/** One edge of a ring; the last edge of a ring leads back to the first node. */
export interface CycleEdge {
  readonly from: string;
  readonly to: string;
  readonly origin: Origin;
}

export type Cycle = readonly [CycleEdge, ...CycleEdge[]];

/** A tangle of thousands of groups has more rings than anybody reads; mending the first hundred shows the next. */
const MAX_CYCLES_REPORTED = 100;

/**
 * Rings in a graph, each once and beginning at its smallest node: one for each edge that closes a ring in a walk
 * from the smallest node on. A graph without a result has no ring. The walk keeps its own stack, so that a chain of
 * ten thousand groups cannot exhaust the machine's.
 */
export function findCycles(directedEdges: DirectedEdges): readonly Cycle[] {
  const rings: Cycle[] = [];
  const done = new Set<string>();
  for (const start of [...directedEdges.keys()].sort()) {
    if (done.has(start)) continue;
    const depth = new Map<string, number>([[start, 0]]);
    const trail: CycleEdge[] = [];
    const pending = [outgoing(directedEdges, start)];
    const nodes = [start];
    while (pending.length > 0) {
      const next = pending[pending.length - 1]?.next();
      if (next === undefined || next.done === true) {
        pending.pop();
        trail.pop();
        const left = nodes.pop();
        if (left !== undefined) {
          done.add(left);
          depth.delete(left);
        }
        continue;
      }
      const edge = next.value;
      const opens = depth.get(edge.to);
      if (opens !== undefined) {
        rings.push(fromSmallest(edge, trail.slice(opens)));
        if (rings.length >= MAX_CYCLES_REPORTED) return rings;
      } else if (!done.has(edge.to)) {
        depth.set(edge.to, nodes.length);
        nodes.push(edge.to);
        trail.push(edge);
        pending.push(outgoing(directedEdges, edge.to));
      }
    }
  }
  return rings;
}

/** `a → b → a` */
export function formatCycle(cycle: Cycle, name: (node: string) => string): string {
  const nodes = cycle.map((edge) => name(edge.from));
  return [...nodes, ...nodes.slice(0, 1)].join(' → ');
}

function* outgoing(directedEdges: DirectedEdges, from: string): Generator<CycleEdge, void> {
  const targets = directedEdges.get(from);
  if (targets === undefined) return;
  for (const [to, origin] of [...targets].sort(([a], [b]) => compareText(a, b))) yield { from, to, origin };
}

/** `closing` leads from the end of the trail back to its beginning. */
function fromSmallest(closing: CycleEdge, trail: readonly CycleEdge[]): Cycle {
  const cycle: Cycle = [closing, ...trail];
  const [first, ...rest] = cycle;
  let smallest = first;
  for (const edge of rest) if (edge.from < smallest.from) smallest = edge;
  const at = cycle.indexOf(smallest);
  return [smallest, ...cycle.slice(at + 1), ...cycle.slice(0, at)];
}
