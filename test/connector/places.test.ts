import { describe, expect, it } from 'vitest';
import { Places } from '../../src/connector/http/places.ts';

/** Tasks that end when told, and which of them have begun. */
function tasksIn(places: Places, count: number) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = Array.from({ length: count }, (_, number) =>
    places.run(
      () =>
        new Promise<number>((end) => {
          begun.push(number);
          ends[number] = () => end(number);
        }),
    ),
  );
  return { begun, all, end: (number: number) => ends[number]?.() };
}

const soon = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('places', () => {
  it('lets in so many at a time, in the order in which they came', async () => {
    const { begun, all, end } = tasksIn(new Places(2), 4);
    await soon();
    expect(begun).toEqual([0, 1]);
    end(1);
    await soon();
    expect(begun).toEqual([0, 1, 2]);
    for (const number of [0, 2]) end(number);
    await soon();
    end(3);
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
  });

  it('keeps those who are in when there are fewer places, and lets in more when there are more', async () => {
    const places = new Places(3);
    const { begun, end } = tasksIn(places, 6);
    places.most = 1;
    end(0);
    end(1);
    await soon();
    expect(begun).toEqual([0, 1, 2]);
    end(2);
    await soon();
    expect(begun).toEqual([0, 1, 2, 3]);
    places.most = 3;
    await soon();
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives the place of a task that fails to the next', async () => {
    const places = new Places(1);
    const failing = places.run(() => Promise.reject(new Error('broken')));
    const next = places.run(() => Promise.resolve('in'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('in');
  });
});
