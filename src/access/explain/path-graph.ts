import { known } from '../../source/known.ts';
import type { PathStep } from '../access-path.ts';

/**
 * A network of steps: every way from the person to the permission is one walk from node 0 to a goal. A way that
 * visits no node twice is an explanation. Nodes stand for "in this group", "holds this role from that scope",
 * "the permission holds on that scope".
 */
export interface PathEdge {
  readonly step: PathStep;
  readonly to: number;
}

export interface PathGraph {
  /** Edges out of each node. */
  readonly edges: readonly (readonly PathEdge[])[];
  readonly goals: readonly number[];
}

/** Builds a network by name of node; a node that is named for the first time is remembered as not yet expanded. */
export class PathGraphBuilder {
  private readonly numbers = new Map<string, number>();
  private readonly edges: PathEdge[][] = [];
  private readonly ends: number[] = [];

  /** The node's number; `true` the first time it is named, when the caller should add what leads out of it. */
  node(name: string): { readonly number: number; readonly fresh: boolean } {
    const same = this.numbers.get(name);
    if (same !== undefined) return { number: same, fresh: false };
    const number = this.edges.push([]) - 1;
    this.numbers.set(name, number);
    return { number, fresh: true };
  }

  edge(from: number, to: number, pathStep: PathStep): void {
    known(this.edges[from], 'a node of the graph').push({ step: pathStep, to });
  }

  goal(node: number): void {
    this.ends.push(node);
  }

  network(): PathGraph {
    return { edges: this.edges, goals: this.ends };
  }
}

/** Steps still needed from each node to the nearest goal; `Infinity` where none can be reached. */
export function distancesToGoal(pathGraph: PathGraph): readonly number[] {
  const into: number[][] = pathGraph.edges.map(() => []);
  pathGraph.edges.forEach((edges, from) => {
    for (const pathEdge of edges) known(into[pathEdge.to], 'a node of the graph').push(from);
  });
  const distance = pathGraph.edges.map(() => Number.POSITIVE_INFINITY);
  for (const goal of pathGraph.goals) distance[goal] = 0;
  const open = [...pathGraph.goals];
  for (const node of open) {
    const next = known(distance[node], 'the distance of a node') + 1;
    for (const from of known(into[node], 'a node of the graph')) {
      if (Number.isFinite(distance[from])) continue;
      distance[from] = next;
      open.push(from);
    }
  }
  return distance;
}
