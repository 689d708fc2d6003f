import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import type { Claim, ClaimHolder } from './claim.ts';
import type { ClaimConflict } from './claim-registry.ts';

/** Two blocks of one run that speak of the same thing, and what to write instead. */
export function claimConflictProblem({ sort, kept, other, isAnother = false }: ClaimConflict): RowDiagnostic {
  switch (sort) {
    case 'removed': {
      const told = removedProblem(kept, other);
      return isAnother ? { ...told, detail: ANOTHER } : told;
    }
    case 'twice':
      return rowProblem(
        `Two blocks are ${nameOf(kept)}`,
        'They are the same on the platform, whatever their labels and however they are spelled: keep one of them. One that is in the state already is let go, without removing anything, by a removed block (see docs/provider) or by `terraform state rm`. To destroy all there is: `terraform destroy -refresh=false`.',
      );
    case 'alternating': {
      const roster = kept.type === 'bylaw_roster' ? kept : other;
      const beside = kept.type === 'bylaw_roster' ? other : kept;
      return rowProblem(
        `${nameOf(roster)} and ${nameOf(beside)} are of one scope`,
        'A roster is everybody who holds something on its scope and removes all others, so the two would give and take in turns. Write the principal into the roster, or use assignments only. To destroy all there is: `terraform destroy -refresh=false`.',
      );
    }
  }
}

const ANOTHER =
  'As with others of this plan, one of which is told in full: a moved block for it, or one for the whole module it is in.';

function removedProblem(kept: ClaimHolder, going: ClaimHolder): RowDiagnostic {
  const same = kept.type === going.type;
  const verb = kept.how === 'kept' ? 'held' : 'created';
  const why =
    'On the platform that is one and the same thing: to destroy it would remove what the other block has.';
  const moved = [
    '',
    'Where a block was renamed, or moved into a module or to another key, say so:',
    '  moved {',
    `    from = ${going.type}.…`,
    `    to   = ${kept.type}.…`,
    '  }',
    'One block does for all that is in a module that was renamed: from = module.…, to = module.….',
  ];
  return rowProblem(
    same
      ? `${nameOf(kept)} is destroyed by one block and ${verb} by another`
      : `${nameOf(going)} is destroyed while ${nameOf(kept)} is ${verb}, and they are of one thing`,
    [
      why,
      ...(same && kept.how !== 'kept' ? moved : []),
      '',
      same && kept.how !== 'kept'
        ? 'Otherwise let the old block go without removing anything (Terraform 1.7), and apply that first:'
        : 'Let the old block go without removing anything (Terraform 1.7):',
      '  removed {',
      `    from = ${going.type}.…`,
      '    lifecycle {',
      '      destroy = false',
      '    }',
      '  }',
      'or by `terraform state rm`; an object that is deposed goes from the state with its block by the same command, and the next apply takes the block over again. With count, where removing one entry moves all others: use for_each.',
      'To destroy all there is: `terraform destroy -refresh=false`.',
    ].join('\n'),
  );
}

/** A deletion that came after this process wrote the very thing. Nothing was removed. */
export function deletionHeldBackProblem(going: ClaimHolder, claim: Claim): RowDiagnostic {
  return rowProblem(
    `${nameOf(going)} was not removed: this run has just taken it over, or written it, from another block`,
    [
      `${claim} is one thing on the platform, whatever the labels of its blocks; to destroy it now would remove what the other block has.`,
      '',
      'With create_before_destroy the new one would have to be there beside the old one, under the same key: leave create_before_destroy out where a block is replaced by itself.',
      '',
      'Nothing was removed. `terraform state rm`, with the address that Terraform names, forgets what is left of it in the state; where that was create_before_destroy, the next apply takes the block over again.',
    ].join('\n'),
  );
}

function nameOf({ type, id }: ClaimHolder): string {
  return `${type} ${JSON.stringify(id)}`;
}
