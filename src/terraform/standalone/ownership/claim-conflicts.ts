import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import type { ClaimHolder } from './claim.ts';
import type { ClaimConflict } from './claim-registry.ts';
import { holderName } from './holder-name.ts';

/** Two blocks of one run that speak of the same thing, and what to write instead. */
export function claimConflictProblem({ sort, kept, other, isAnother = false }: ClaimConflict): RowDiagnostic {
  switch (sort) {
    case 'removed': {
      const told = removedProblem(kept, other);
      return isAnother ? { ...told, detail: ANOTHER } : told;
    }
    case 'twice':
      return rowProblem(
        `Two blocks are ${holderName(kept)}`,
        'They are the same on the platform, with any label or spelling: keep one of them. To forget one that is in the state, without removing anything, use a removed block (see docs/provider) or `terraform state rm`. To destroy everything: `terraform destroy -refresh=false`.',
      );
    case 'alternating': {
      const roster = kept.type === 'bylaw_roster' ? kept : other;
      const beside = kept.type === 'bylaw_roster' ? other : kept;
      return rowProblem(
        `${holderName(roster)} and ${holderName(beside)} are of one scope`,
        'A roster lists everybody who holds something on its scope and removes all others, so each of the two would undo the other. Write the principal into the roster, or use assignments only. To destroy everything: `terraform destroy -refresh=false`.',
      );
    }
  }
}

const ANOTHER =
  'The same as for others in this plan, one of which is explained in full: write a moved block for it, or one for the whole module.';

function removedProblem(kept: ClaimHolder, going: ClaimHolder): RowDiagnostic {
  const same = kept.type === going.type;
  const verb = kept.how === 'kept' ? 'held' : 'created';
  const why = 'On the platform they are the same thing: destroying it would remove what the other block has.';
  const moved = [
    '',
    'If a block was renamed, or moved into a module or to another key, write:',
    '  moved {',
    `    from = ${going.type}.…`,
    `    to   = ${kept.type}.…`,
    '  }',
    'For a renamed module, one block is enough: from = module.…, to = module.….',
  ];
  return rowProblem(
    same
      ? `${holderName(kept)} is destroyed by one block and ${verb} by another`
      : `${holderName(going)} is destroyed while ${holderName(kept)} is ${verb}, and they are of one thing`,
    [
      why,
      ...(same && kept.how !== 'kept' ? moved : []),
      '',
      same && kept.how !== 'kept'
        ? 'Otherwise forget the old block without removing anything (Terraform 1.7), and apply that first:'
        : 'Forget the old block without removing anything (Terraform 1.7):',
      '  removed {',
      `    from = ${going.type}.…`,
      '    lifecycle {',
      '      destroy = false',
      '    }',
      '  }',
      'or use `terraform state rm`. The same command removes a deposed object and its block from the state; the next apply then takes the block over again. With count, removing one entry moves all others: use for_each.',
      'To destroy everything: `terraform destroy -refresh=false`.',
    ].join('\n'),
  );
}
