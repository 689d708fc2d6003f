import type { MemberId } from '../../resource/identifiers.ts';
import type { AccessPath } from '../access-path.ts';
import type { Explanation } from '../effective-access.ts';
import type { NumberedOrganization } from '../numbered-organization.ts';
import { buildPathGraph } from './build-path-graph.ts';
import { isTaken } from './denials.ts';
import { inOrder } from './path-order.ts';
import { shortestPaths } from './shortest-paths.ts';

/**
 * Why a member holds a permission on a scope. It does not ask the resolver: the two answer one question in two ways,
 * and a test holds them equal. Roles that also bypass are explained by both what they grant and the bypass, so that
 * whoever removes the one sees that the other remains. What is taken away has no path, but those of a bypass that no deny
 * takes from.
 */
export function explain(
  numbered: NumberedOrganization,
  member: MemberId,
  position: number,
  scope: number,
  limit: number,
): Explanation {
  const taken = isTaken(numbered, member, position, scope);
  if (taken && numbered.platform.denies?.overBypass === true) return { paths: [], cut: false };
  const graph = buildPathGraph(numbered, member, position, scope, taken ? 'bypasses' : 'all');
  const { ways, cut } = shortestPaths(graph, Math.max(1, limit));
  return { paths: inOrder(ways.filter((way): way is AccessPath => way.length > 0)), cut };
}
