import type { MemberId } from '../../resource/identifiers.ts';
import { BY_ID } from '../../resource/spelling.ts';
import { known } from '../../source/known.ts';
import { compareText } from '../../source/text-order.ts';
import type { AccessPath } from '../access-path.ts';
import type { Explanation } from '../effective-access.ts';
import type { NumberedOrganization } from '../numbered-organization.ts';
import { buildPathGraph } from './build-path-graph.ts';
import { formatPath } from './format-path.ts';
import { shortestPaths } from './shortest-paths.ts';

/**
 * Why a member holds a permission on a scope. It does not ask the resolver: the two answer one question in two ways,
 * and a test holds them equal. Roles that also bypass are explained by both what they grant and the bypass, so that
 * whoever removes the one sees that the other remains.
 */
export function explain(
  numbered: NumberedOrganization,
  member: MemberId,
  position: number,
  scope: number,
  limit: number,
): Explanation {
  const { ways, cut } = shortestPaths(buildPathGraph(numbered, member, position, scope), Math.max(1, limit));
  const paths = ways.filter((way): way is AccessPath => way.length > 0);
  const texts = new Map(paths.map((accessPath) => [accessPath, formatPath(accessPath, BY_ID)]));
  const text = (accessPath: AccessPath): string => known(texts.get(accessPath), 'the text of a path');
  return {
    paths: paths.sort((a, b) => a.length - b.length || compareText(text(a), text(b))),
    cut,
  };
}
