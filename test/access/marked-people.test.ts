import { expect, it } from 'vitest';
import { IntList } from '../../src/access/engine/ints.ts';
import { MarkedPeople } from '../../src/access/engine/marked-people.ts';

const COUNT = 5000;

const cases: readonly [what: string, marked: readonly number[]][] = [
  ['nobody', []],
  ['the first and the last', [COUNT - 1, 0]],
  ['both ends of words and of words of words', [1024, 1023, 32, 31, 63, 64, 2047, 2048]],
  ['somebody twice', [7, 4000, 7]],
  ['everybody, from the last on', Array.from({ length: COUNT }, (_, at) => COUNT - 1 - at)],
];

it.each(cases)('people are told in order and once: %s', (_, marked) => {
  const people = new MarkedPeople(COUNT);
  for (const round of [1, 2]) {
    for (const one of marked) people.mark(one);
    const told = new IntList();
    people.moveTo(told);
    expect([...told.view()], `round ${round}`).toEqual([...new Set(marked)].sort((a, b) => a - b));
  }
  const rest = new IntList();
  people.moveTo(rest);
  expect(rest.length).toBe(0);
});
