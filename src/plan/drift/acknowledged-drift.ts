import type { AccessGrant } from '../../access/effective-access.ts';
import type { Origin } from '../../source/origin.ts';
import type { DriftFinding, DriftKind } from './drift-finding.ts';
import { factName } from './fact-name.ts';

/** A reviewed word that a fact is known and stands for a while: one that holds at the instant. */
export interface DriftAcknowledgement {
  readonly name: string;
  readonly origin: Origin;
  /** `factName` and kind of the finding. */
  readonly fact: string;
  readonly kind: DriftKind;
  /** Of a text that has another value: the value that is meant. */
  readonly live: string | null;
  /** What it gives or takes is of no more than these. */
  readonly people: readonly string[];
  readonly permissions: readonly string[];
  readonly scopes: readonly string[];
  readonly reason: string;
  readonly owner: string;
  /** As written. */
  readonly until: string;
}

/** Which findings are known, and of which it was said of less than they are now. */
export interface AcknowledgedDrift {
  readonly known: ReadonlyMap<DriftFinding, DriftAcknowledgement>;
  readonly outgrown: ReadonlyMap<DriftFinding, DriftAcknowledgement>;
}

/**
 * Each finding with the word for it. It holds for the very fact, and for what that gives and takes: one more person, scope
 * or permission, or another value, and nobody has said that it is known. So it is where nobody has weighed the finding.
 */
export function acknowledgeDrift(
  findings: readonly DriftFinding[],
  acknowledgements: readonly DriftAcknowledgement[],
): AcknowledgedDrift {
  const known = new Map<DriftFinding, DriftAcknowledgement>();
  const outgrown = new Map<DriftFinding, DriftAcknowledgement>();
  for (const finding of findings) {
    const said = acknowledgements.filter((one) => isAbout(one, finding));
    const whole = said.find((one) => isOfAll(one, finding));
    const [less] = said;
    if (whole !== undefined) known.set(finding, whole);
    else if (less !== undefined) outgrown.set(finding, less);
  }
  return { known, outgrown };
}

/** Whether a finding is spoken of at all, whatever it has become. */
export function isAbout(
  { fact, kind }: DriftAcknowledgement,
  finding: Pick<DriftFinding, 'address' | 'field' | 'entry' | 'kind'>,
): boolean {
  return kind === finding.kind && fact === factName(finding);
}

function isOfAll(one: DriftAcknowledgement, { kind, live, effect }: DriftFinding): boolean {
  if (effect === null || (kind === 'changed' && one.live !== live)) return false;
  const isMeant = ({ member, permission, scope }: AccessGrant): boolean =>
    one.people.includes(member) && one.permissions.includes(permission) && one.scopes.includes(scope);
  return [...effect.gained, ...effect.lost].every(isMeant);
}

/** Those that speak of a thing of this organization, and of nothing that has drifted. */
export function unusedDriftAcknowledgements(
  acknowledgements: readonly DriftAcknowledgement[],
  organization: string,
  findings: readonly DriftFinding[],
): readonly DriftAcknowledgement[] {
  return acknowledgements.filter((one) => {
    const [, path = ''] = /^[a-z]+:(.*)$/s.exec(one.fact) ?? [];
    const isHere = path === organization || /^[/|#]/.test(path.slice(organization.length));
    return isHere && path.startsWith(organization) && !findings.some((finding) => isAbout(one, finding));
  });
}
