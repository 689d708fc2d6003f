import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { type MemberId, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import type { MemberResource, Resource } from '../../resource/resource.ts';

/** Who has accepted an invitation where. What needs an accepted member waits for nothing else. */
export class Acceptance {
  readonly #needed: boolean;
  readonly #live: OrganizationModel;

  constructor(live: readonly Resource[], platform: PlatformDefinition) {
    this.#needed = platform.members.joining === 'invited';
    this.#live = modelOf(live);
  }

  membership(member: MemberId, scope: ScopePath): MemberResource | undefined {
    return this.#live.membership(member, scope);
  }

  /** Whether this very membership is one that nothing has to be waited for any more. */
  isAccepted(member: MemberId, scope: ScopePath): boolean {
    if (!this.#needed) return true;
    const state = this.membership(member, scope)?.attributes.state;
    return state === 'active' || state === 'deactivated';
  }

  /** Whether a membership of the scope, or of one above it, has been accepted. */
  reaches(member: MemberId, scope: ScopePath): boolean {
    return scopeChain(scope).some((above) => this.isAccepted(member, above));
  }
}
