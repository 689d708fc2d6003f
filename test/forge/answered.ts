import type { ForgeAnswer } from '../../src/forge/forge-answer.ts';

export function answered<T>(answer: ForgeAnswer<T>): T {
  if (answer.end === 'answer') return answer.value;
  throw new Error(`${answer.end}: ${answer.diagnostic.message}`);
}
