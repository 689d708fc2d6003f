import { buildAccess } from '../../src/access/build-access.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { checkPath } from '../access/checker/check-path.ts';
import { naiveAccess } from '../access/naive.ts';
import type { Json } from '../sandbox/caller.ts';
import type { SandboxInProcess } from '../sandbox/in-process.ts';
import { resourcesOf, seedOf } from './policy-forms.ts';
import type { Policy } from './random-policy.ts';

export interface Verdict {
  /** Where the three do not say the same, or an explanation does not hold. */
  readonly faults: readonly string[];
  /** How many questions of member × scope × permission were answered yes, and no, by all three. */
  readonly yes: number;
  readonly no: number;
}

/**
 * Asks three that share no code what everybody can do under a policy: the resolver, the formula written down naively,
 * and the platform itself, which is told the policy in its own way.
 */
export function threeAnswers(
  policy: Policy,
  platform: PlatformDefinition,
  sandbox: SandboxInProcess,
  organization: string,
): Verdict {
  const resources = resourcesOf(policy, platform);
  const effectiveAccess = buildAccess(platform, resources);
  const naive = naiveAccess(platform, resources);
  sandbox.plant(seedOf(policy, platform, organization));
  const live = answerOf(sandbox, organization, policy);

  const faults: string[] = [];
  let yes = 0;
  let no = 0;
  const members = [...new Set([...effectiveAccess.members, ...live.members])].sort();
  const scopes = [...new Set([...effectiveAccess.scopes, ...live.scopes])];
  for (const member of members) {
    for (const scope of scopes) {
      const resolved = effectiveAccess.permissions(member, scope);
      const said = [resolved, naive.permissions(member, scope), live.permissions(member, scope)].map((one) =>
        [...one].sort().join(' '),
      );
      if (new Set(said).size > 1) {
        const [resolver, formula, platformItself] = said;
        faults.push(
          `${member} on ${scope}:\n  resolver: ${resolver}\n  naive:    ${formula}\n  sandbox:  ${platformItself}`,
        );
      }
      yes += resolved.length;
      no += platform.permissions.size - resolved.length;
      for (const permission of resolved) {
        const [path] = effectiveAccess.explainUpTo(member, permission, scope, 1).paths;
        const wrong =
          path === undefined
            ? 'no explanation'
            : checkPath(platform, resources, member, permission, scope, path);
        if (wrong !== null) faults.push(`${member} has ${permission} on ${scope}: ${wrong}`);
      }
    }
  }
  return { faults, yes, no };
}

interface LiveAnswer {
  readonly members: readonly string[];
  readonly scopes: readonly string[];
  permissions(member: string, scope: string): readonly string[];
}

interface MemberAccess extends Json {
  readonly memberId: string;
  readonly scopes: readonly { readonly scopeId: string; readonly permissions: readonly string[] }[];
}

function answerOf(sandbox: SandboxInProcess, organization: string, policy: Policy): LiveAnswer {
  const pathOf = new Map(
    policy.scopes.map(({ name, path, parent }) => [parent === null ? null : name, path]),
  );
  const scopes = new Map(
    whole(sandbox.ask(organization, 'listScopes')).map(({ id, slug, parentId }) => [
      id,
      pathOf.get(parentId === null ? null : String(slug)) ?? `unknown scope ${slug}`,
    ]),
  );
  const keys = new Map(
    whole(sandbox.ask(organization, 'listMembers')).map(({ id, key }) => [id, String(key)]),
  );
  const told = new Map<string, readonly string[]>();
  for (const item of whole(sandbox.ask(organization, 'listEffectiveAccess')) as readonly MemberAccess[]) {
    for (const { scopeId, permissions } of item.scopes) {
      told.set(`${keys.get(item.memberId)} ${scopes.get(scopeId)}`, permissions);
    }
  }
  return {
    members: [...keys.values()],
    scopes: [...scopes.values()],
    permissions: (member, scope) => told.get(`${member} ${scope}`) ?? [],
  };
}

function whole({ items, total }: Json): readonly Json[] {
  if (items.length !== total) throw new Error(`${items.length} of ${total} items on one page`);
  return items;
}
