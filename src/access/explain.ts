import type { MemberId } from '../resource/reference.ts';
import { BY_ID } from '../resource/spelling.ts';
import type { Explanation } from './access.ts';
import type { ResourceIndex } from './facts.ts';
import type { AccessPath } from './path.ts';
import { shortestPaths } from './search.ts';
import { formatPath } from './show.ts';
import { buildPathGraph } from './weave.ts';

/**
 * Why a member holds a permission on a scope. It does not ask the resolver: the two answer one question in two ways,
 * and a test holds them equal. Roles that also bypass are explained by both what they grant and the bypass, so that
 * whoever removes the one sees that the other remains.
 */
export function explain(
  facts: ResourceIndex,
  member: MemberId,
  position: number,
  scope: number,
  limit: number,
): Explanation {
  const { ways, cut } = shortestPaths(buildPathGraph(facts, member, position, scope), Math.max(1, limit));
  const paths = ways.filter((way): way is AccessPath => way.length > 0);
  const texts = new Map(paths.map((path) => [path, formatPath(path, BY_ID)]));
  const text = (path: AccessPath): string => texts.get(path) ?? '';
  return {
    paths: paths.sort((a, b) => a.length - b.length || (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)),
    cut,
  };
}
