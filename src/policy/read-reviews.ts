import {
  childNode,
  type DocumentNode,
  itemsOf,
  nodeKeyOrigin,
  nodeOrigin,
  textAt,
  textsOf,
} from './document-node.ts';
import {
  type ReviewVerdict,
  readPeriod,
  type WrittenDecision,
  type WrittenReview,
} from './review-document.ts';

const DECISIONS: readonly ReviewVerdict[] = ['kept', 'revoked'];

/** The `review` beside a grant; null where there is none, or none that the schema takes. */
export function readReview(documentNode: DocumentNode): WrittenReview | null {
  const node = childNode(documentNode, 'review');
  if (node === null) return null;
  const every = textAt(node, 'every');
  const from = textAt(node, 'from');
  if (every === null || from === null || readPeriod(every.value) === null) return null;
  return {
    every: every.value,
    from,
    owners: textsOf(childNode(node, 'owners')),
    overdue: textAt(node, 'overdue')?.value === 'fail' ? 'fail' : 'warn',
    origin: nodeKeyOrigin(node),
  };
}

/** The `decisions` of a document. */
export function readDecisions(documentNode: DocumentNode): readonly WrittenDecision[] {
  return itemsOf(childNode(documentNode, 'decisions')).flatMap((node): readonly WrittenDecision[] => {
    const [decision, day, by] = [textAt(node, 'decision'), textAt(node, 'day'), textAt(node, 'by')];
    const decided = decision === null ? undefined : DECISIONS.find((one) => one === decision.value);
    if (decided === undefined || day === null || by === null) return [];
    const roles = childNode(node, 'roles');
    return [
      {
        origin: nodeOrigin(node),
        member: textAt(node, 'member'),
        group: textAt(node, 'group'),
        in: textAt(node, 'in'),
        on: textAt(node, 'on'),
        role: textAt(node, 'role'),
        roles: roles === null ? null : textsOf(roles).map(({ value }) => value),
        until: textAt(node, 'until')?.value ?? null,
        decision: decided,
        day,
        by,
        note: textAt(node, 'note')?.value ?? null,
      },
    ];
  });
}
