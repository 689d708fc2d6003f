import type { CheckedFields } from '../../source/checked-fields.ts';
import { fileOrigin, type Origin } from '../../source/origin.ts';

/** A place as a report tells it, read again. Throws `MissingField`. */
export function readOrigin(fields: CheckedFields): Origin {
  const from = fields.oneOf('from', ['file', 'live', 'platform']);
  switch (from) {
    case 'file':
      return fileOrigin({
        file: fields.text('file'),
        line: fields.whole('line'),
        column: fields.whole('column'),
        endLine: fields.whole('endLine'),
        endColumn: fields.whole('endColumn'),
      });
    case 'live':
      return { from, url: fields.text('url') };
    case 'platform':
      return { from, platform: fields.text('platform'), what: fields.text('what') };
  }
}
