import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import type { Claim, ClaimHolder } from './claim.ts';
import { holderName } from './holder-name.ts';

/** A deletion that came after this process wrote the very thing. Nothing was removed. */
export function deletionHeldBackProblem(going: ClaimHolder, claim: Claim): RowDiagnostic {
  return rowProblem(
    `${holderName(going)} was not removed: this run has just taken it over, or written it, from another block`,
    [
      `${claim} is one thing on the platform, under any label; destroying it now would remove what the other block has.`,
      '',
      'With create_before_destroy the new one would have to exist beside the old one, under the same key: leave create_before_destroy out to replace a block.',
      '',
      'Nothing was removed. `terraform state rm`, with the address that Terraform names, forgets what is left of it in the state; where that was create_before_destroy, the next apply takes the block over again.',
    ].join('\n'),
  );
}
