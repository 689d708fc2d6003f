/** Bytes of this process's values. */
export interface Heap {
  /** What is held, and what nobody has collected yet. */
  readonly used: number;
  /** All that Node gives to what lasts. Beyond it Node ends the process in the midst of whatever it does. */
  readonly limit: number;
}

/** What Node counts beside, for values that are new: three times 16 MiB. */
const FOR_NEW_VALUES = 3 * 16 * 1_048_576;

export function heapNow(): Heap {
  const { used_heap_size: used, heap_size_limit: whole } = engine().getHeapStatistics();
  return { used, limit: Math.max(whole - FOR_NEW_VALUES, whole / 2) };
}

/** The same of what is held only. It takes as long as a collection of all that there is: for when it is tight. */
export function heapHeld(): Heap {
  collector()();
  return heapNow();
}

let collect: (() => void) | null = null;

/** Made while there is room: it takes some itself. */
export function collector(): () => void {
  if (collect !== null) return collect;
  engine().setFlagsFromString('--expose-gc');
  const made: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc');
  collect = () => {
    if (typeof made === 'function') made();
  };
  return collect;
}

/** Not imported: Node loads streams along, and few starts need to know. */
function engine() {
  return process.getBuiltinModule('node:v8');
}
