import type { ConnectorCheck, ConnectorVerdict, TestedKind, TestedWrites } from './connector-check.ts';

export function writesCheck({ kinds, left, interrupted }: TestedWrites): ConnectorCheck {
  const of = (verdict: ConnectorVerdict): number => kinds.filter((one) => one.verdict === verdict).length;
  const failed = of('failed');
  const held = of('shown') + of('partly');
  const counts = {
    kinds: kinds.length,
    shown: held,
    failed,
    ways: kinds.reduce((sum, { ways }) => sum + ways.described, 0),
    taken: kinds.reduce((sum, { ways }) => sum + ways.taken, 0),
    left: left.length,
  };
  return {
    check: 'writes',
    verdict: verdictOf(kinds, failed + left.length > 0 || interrupted, held),
    said: saidOf(kinds.length, held, { failed, interrupted, left: left.length }),
    counts,
    details: left.map((line) => `left behind: ${line}`),
  };
}

function verdictOf(kinds: readonly TestedKind[], isWrong: boolean, held: number): ConnectorVerdict {
  if (isWrong) return 'failed';
  if (held === 0) return 'not-shown';
  return kinds.every(({ verdict }) => verdict === 'shown') ? 'shown' : 'partly';
}

function saidOf(
  kinds: number,
  held: number,
  wrong: { readonly failed: number; readonly interrupted: boolean; readonly left: number },
): string {
  if (kinds === 0) return 'the file describes no write';
  return [
    `${held} of ${kinds} kinds do what they say`,
    ...(wrong.failed > 0 ? [`${wrong.failed} do not`] : []),
    ...(wrong.interrupted ? ['interrupted'] : []),
    wrong.left > 0 ? 'the organization is not as it was' : 'the organization is as it was',
  ].join('; ');
}
