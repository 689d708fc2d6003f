import { exceptionState } from '../../compile/exception-in-force.ts';
import { speaksOf } from '../../compile/known-subjects.ts';
import type { DriftAcknowledgement } from '../../plan/drift/acknowledged-drift.ts';
import type { WrittenDriftAcknowledgement } from '../../policy/rules-document.ts';
import { memberId } from '../../resource/identifiers.ts';
import type { Session } from '../session/session.ts';

/** Words for drift that is known, by organization. */
export type KnownDrift = ReadonlyMap<string, readonly DriftAcknowledgement[]>;

/**
 * What the Rules documents say of drift, as far as it holds at the instant. What cannot be read acknowledges nothing; who
 * judges by the rules tells what is wrong with them.
 */
export async function knownDrift({ workspace, chosen, instant }: Session): Promise<KnownDrift> {
  const nothing = new Map(chosen.map(({ organization }) => [organization, []] as const));
  if (workspace.rules === null) return nothing;
  const { rulesAsWritten } = await import('../rules/judge-written.ts');
  const documents = rulesAsWritten(workspace.rules);
  if (!documents.ok) return nothing;
  const now = Date.parse(instant);
  return new Map(
    chosen.map(({ organization, platform }) => {
      const person = (name: string): string => memberId(name, platform.members.compare);
      const said = documents.value.documents
        .filter((document) => speaksOf(document, organization))
        .flatMap(({ acknowledgedDrift }) => acknowledgedDrift)
        .filter((one) => exceptionState(one, now) === 'in-force');
      return [organization, said.flatMap((one) => acknowledgement(one, person))] as const;
    }),
  );
}

/** None of one that lacks what it must have: the schema has told of it. */
function acknowledgement(
  written: WrittenDriftAcknowledgement,
  person: (name: string) => string,
): readonly DriftAcknowledgement[] {
  const { name, origin, fact, kind, live, reason, owner, window } = written;
  if (fact === null || kind === null || reason === null || owner === null || window.until === null) return [];
  const { permissions, scopes } = written;
  const people = written.people.map(person);
  return [
    { name, origin, fact, kind, live, people, permissions, scopes, reason, owner, until: window.until.value },
  ];
}
