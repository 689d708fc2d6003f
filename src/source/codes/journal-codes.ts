import type { CodeRow } from './code-row.ts';

/** Journals of applies: writing them, reading them, going on with them, undoing them. */
export const JOURNAL_CODES = {
  'journal-invalid': {
    severity: 'error',
    means: 'A file is no journal of an apply, or cannot be read as one.',
    wayOut: 'Name a journal as `bylaw history` lists it.',
  },
  'journal-changed': {
    severity: 'error',
    means: 'A journal is not as Bylaw wrote it: a line was changed, taken out or put in.',
    wayOut: 'Plan and apply anew: that needs no journal. Keep the file for an investigation.',
  },
  'journal-version': {
    severity: 'error',
    means: 'A journal is of a form that this version of Bylaw does not read.',
    wayOut: 'Use the version of Bylaw that wrote it, or plan and apply anew.',
  },
  'journal-torn': {
    severity: 'warning',
    means: 'The last line of a journal was cut off when the process ended.',
    wayOut: 'Do nothing: what the line would have said is judged by what is live.',
  },
  'journal-ambiguous': {
    severity: 'error',
    means: 'Several applies of an organization came to no end.',
    wayOut: 'Name the journal to go on with, or apply anew, which settles all of them.',
  },
  'journal-foreign': {
    severity: 'error',
    means: 'A journal is of another organization, platform or address than the one it is used for.',
    wayOut: 'Use it in the workspace, and with the address, that it was written for.',
  },
  'journal-unwritable': {
    severity: 'error',
    means: 'A journal cannot be written: nothing is sent that would stand in no journal.',
    wayOut: 'Make room, or make the folder of the state writable, and apply again.',
  },
  'journal-unfinished': {
    severity: 'info',
    means: 'An apply before this one came to no end. This one goes on from what is live.',
    wayOut: 'Do nothing.',
  },
  'journal-not-delivered': {
    severity: 'warning',
    means:
      'A journal could not be taken to where the workspace wants it. The apply is over, and stands in its folder.',
    wayOut: 'See to the file or the webhook, and take the journal there by hand.',
  },
  'not-undone': {
    severity: 'warning',
    means: 'Something that an apply did is not taken back.',
    wayOut: 'Write in the documents what is to hold, and apply.',
  },
  'end-moved': {
    severity: 'info',
    means: 'What has ended comes back with a new end, which is written in the documents.',
    wayOut: 'Commit the documents that have changed.',
  },
  'undo-not-written': {
    severity: 'info',
    means: 'What is taken back is still what the documents say.',
    wayOut: 'Take it out of the documents too, before the next apply.',
  },
  'journal-resumed': {
    severity: 'info',
    means: 'An apply goes on with what another was allowed to do and did not come to.',
    wayOut: 'Do nothing.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
