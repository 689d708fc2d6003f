/** Who writes when: one after another on the same object, side by side on different ones. */
export interface ObjectQueue {
  /** Runs when everything begun before on any of these objects is over. */
  on<T>(objects: readonly string[], task: () => Promise<T>): Promise<T>;
  /** Runs when everything begun before is over, and everything begun later waits for it. */
  alone<T>(task: () => Promise<T>): Promise<T>;
}

export function createObjectQueue(): ObjectQueue {
  const last = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  let gate: Promise<void> = Promise.resolve();

  const after = <T>(before: Iterable<Promise<void> | undefined>, task: () => Promise<T>) => {
    const turn = Promise.all(before).then(task);
    // A turn that threw is over like any other; its caller has the error.
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    running.add(over);
    return { turn, over };
  };

  return {
    on: (objects, task) => {
      // All places in line are taken in one go: two writes that share two objects cannot wait for each other.
      const { turn, over } = after([gate, ...objects.map((object) => last.get(object))], task);
      for (const object of objects) last.set(object, over);
      void over.then(() => {
        running.delete(over);
        for (const object of objects) if (last.get(object) === over) last.delete(object);
      });
      return turn;
    },
    alone: (task) => {
      const { turn, over } = after([gate, ...running], task);
      gate = over;
      void over.then(() => running.delete(over));
      return turn;
    },
  };
}
