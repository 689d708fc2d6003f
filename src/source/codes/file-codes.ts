import type { CodeRow } from './code-row.ts';

/** Files that are read and written, and their YAML. */
export const FILE_CODES = {
  'file-unreadable': {
    severity: 'error',
    means: 'A file or directory could not be read.',
    wayOut: 'Check the path and the permissions of the file.',
  },
  'file-unwritable': {
    severity: 'error',
    means: 'A file or directory could not be written.',
    wayOut: 'Check the path, its permissions and the space that is left.',
  },
  'file-not-utf8': {
    severity: 'error',
    means: 'The file is not valid UTF-8.',
    wayOut: 'Save the file as UTF-8.',
  },
  'file-too-large': {
    severity: 'error',
    means: 'The file is larger than Bylaw reads.',
    wayOut: 'Split the organization into several files.',
  },
  'file-not-read': {
    severity: 'warning',
    means:
      'A document is where Bylaw reads documents, but it is not read itself: no pattern of the workspace matches its file, or its kind is not read there.',
    wayOut: 'Name its file in `files`, `platforms` or `connectors` of bylaw.yaml, or move the document away.',
  },
  'no-documents': {
    severity: 'error',
    means: 'No file matches a pattern of the workspace, or a file that should hold a document is empty.',
    wayOut: 'Check `files` in bylaw.yaml, and that no file lost its content.',
  },
  'yaml-syntax': {
    severity: 'error',
    means: 'The text is not valid YAML.',
    wayOut: 'Correct the syntax at the place shown.',
  },
  'yaml-duplicate-key': {
    severity: 'error',
    means: 'A map has one key twice; the second would silently win.',
    wayOut: 'Keep one of the two.',
  },
  'yaml-alias-limit': {
    severity: 'error',
    means: 'Aliases expand to more values than Bylaw allows.',
    wayOut: 'Write the values out, or use fewer aliases.',
  },
  'yaml-too-deep': {
    severity: 'error',
    means: 'Values are nested deeper than Bylaw allows.',
    wayOut: 'Flatten the document.',
  },
  'yaml-unsupported': {
    severity: 'error',
    means: 'A YAML feature that Bylaw does not accept: a tag, a merge key, or a key that is not a string.',
    wayOut: 'Write the value without it.',
  },
  'disk-full': {
    severity: 'error',
    means: 'No space is left for the files of a run.',
    wayOut: 'Make room, or set TMPDIR to a folder with free space.',
  },
  'system-limit': {
    severity: 'error',
    means: 'The system gives this process no more open files, processes or memory.',
    wayOut: 'Raise the limit (`ulimit -n`), or run less at once.',
  },
  'memory-too-small': {
    severity: 'error',
    means: 'The documents or the organization are larger than the memory that Node gives the process.',
    wayOut:
      'Set NODE_OPTIONS=--max-old-space-size=N, N in MB, or let several processes do a part each (`--shard`).',
  },
  'report-not-written': {
    severity: 'error',
    means: 'A report could not be written to the file asked for.',
    wayOut: 'Check the path and the permissions of its folder.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
