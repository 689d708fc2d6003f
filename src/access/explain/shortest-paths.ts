import { known } from '../../source/known.ts';
import { memoize } from '../../source/memoize.ts';
import type { PathStep } from '../access-path.ts';
import { formatStep } from './format-path.ts';
import { distancesToGoal, type PathEdge, type PathGraph } from './path-graph.ts';

/** A way not yet finished, as a list read backwards: ways that begin alike share their beginning. */
interface PartialPath {
  readonly node: number;
  readonly length: number;
  readonly last: PathEdge | null;
  readonly before: PartialPath | null;
}

/** How many partial ways are looked at for each way asked for, before giving up on finding more. */
const PARTIAL_PATHS_PER_PATH = 200;

/**
 * The shortest ways first, at most `limit`. Diamonds of nested groups make exponentially many, and rings of groups
 * dead ends besides, so the search always extends the way with the shortest possible whole (the exact distance to
 * the goal is known) and stops after a fixed amount of work. The first way found is always a shortest one, so a
 * permission that holds is never left unexplained.
 */
export function shortestPaths(
  pathGraph: PathGraph,
  limit: number,
): { readonly ways: readonly (readonly PathStep[])[]; readonly cut: boolean } {
  const distance = distancesToGoal(pathGraph);
  const goals = new Set(pathGraph.goals);
  const edgesOf = memoize((node: number): readonly PathEdge[] =>
    known(pathGraph.edges[node], 'a node of the graph')
      .filter((pathEdge) => Number.isFinite(distance[pathEdge.to]))
      .map((pathEdge) => ({ edge: pathEdge, text: formatStep(pathEdge.step) }))
      .sort((a, b) => (a.text < b.text ? 1 : -1))
      .map(({ edge }) => edge),
  );

  // One stack for each possible whole length: within a length, depth first and in order of text.
  const byLength: PartialPath[][] = [];
  const push = (way: PartialPath): void => {
    const whole = way.length + known(distance[way.node], 'the distance of a node');
    const stack = byLength[whole];
    if (stack === undefined) byLength[whole] = [way];
    else stack.push(way);
  };
  const ways: (readonly PathStep[])[] = [];
  if (Number.isFinite(distance[0])) push({ node: 0, length: 0, last: null, before: null });
  let patience = PARTIAL_PATHS_PER_PATH * (limit + 1);
  for (let whole = 0; whole < byLength.length; whole += 1) {
    // No way has some lengths, so the array has holes.
    const stack = byLength[whole];
    for (let way = stack?.pop(); way !== undefined; way = stack?.pop()) {
      if (goals.has(way.node)) {
        if (ways.length === limit) return { ways, cut: true };
        ways.push(stepsOf(way));
        continue;
      }
      if (ways.length > 0 && patience <= 0) return { ways, cut: true };
      patience -= 1;
      for (const pathEdge of edgesOf(way.node)) {
        if (!visited(way, pathEdge.to)) {
          push({ node: pathEdge.to, length: way.length + 1, last: pathEdge, before: way });
        }
      }
    }
  }
  return { ways, cut: false };
}

function visited(way: PartialPath, node: number): boolean {
  for (let at: PartialPath | null = way; at !== null; at = at.before) if (at.node === node) return true;
  return false;
}

function stepsOf(way: PartialPath): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let at: PartialPath | null = way; at !== null; at = at.before)
    if (at.last !== null) steps.unshift(at.last.step);
  return steps;
}
