import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { Row } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { type Claim, claimsOf } from '../ownership/claim.ts';
import type { TypeName } from '../schema/resource-tables.ts';

/** What has another name now than the state has for it: new id by the claim of the old one, and the other way round. */
export class RenameRegistry {
  readonly #before = new Map<Claim, { readonly claim: Claim; readonly id: string }>();

  add(type: TypeName, before: Row, after: Row, platform: PlatformDefinition): void {
    const [was] = claimsOf(type, before, platform);
    const [is] = claimsOf(type, after, platform);
    if (was !== undefined && is !== undefined)
      this.#before.set(is, { claim: was, id: textOrEmpty(before.id) });
  }

  /** The id by which the state knew a row. */
  before(type: TypeName, row: Row, platform: PlatformDefinition): string | null {
    return this.#renamed(type, row, platform)?.id ?? null;
  }

  #renamed(type: TypeName, row: Row, platform: PlatformDefinition) {
    const [claim] = claimsOf(type, row, platform);
    return claim === undefined ? undefined : this.#before.get(claim);
  }

  /** A block that still has the old name: to do as it says would remove the thing and make another. */
  isUndoneBy(type: TypeName, prior: Row, row: Row, platform: PlatformDefinition): boolean {
    const renamed = this.#renamed(type, prior, platform);
    return renamed !== undefined && renamed.claim === claimsOf(type, row, platform)[0];
  }
}
