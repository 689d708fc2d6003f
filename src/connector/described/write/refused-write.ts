import type { Write } from '../../../plan/write/write.ts';
import type { Origin } from '../../../source/origin.ts';
import type { Sent } from './send-write.ts';
import { takesAway } from './write-effect.ts';
import { StoppedWrite, writeStop } from './write-stops.ts';

/** What a refusal is, of what is not as wanted after all. */
export function refusedWrite(
  write: Write,
  { kind, detail }: Extract<Sent, { end: 'refused' }>,
  origin: Origin,
): StoppedWrite {
  const stop = (rule: 'as-read' | 'read-again' | 'done', what: string, code?: 'connector-refused') =>
    new StoppedWrite(writeStop(write, rule, what, origin, code));
  switch (kind) {
    case 'changed':
      return stop('as-read', `${detail}: it was left as it is`);
    case 'gone':
      return takesAway(write)
        ? stop('read-again', `${detail}, and it is listed all the same`)
        : stop('as-read', `${detail}: nothing was written`);
    case 'conflict':
      return write.write.startsWith('create-') || write.write === 'add-member'
        ? stop('as-read', `${detail}, and what is there differs from what is to be made`)
        : stop('done', detail, 'connector-refused');
    case 'refused':
      return stop('done', detail, 'connector-refused');
  }
}
