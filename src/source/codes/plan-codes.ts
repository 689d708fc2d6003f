import type { CodeRow } from './code-row.ts';

/** Plans, plan files, applies and imports. */
export const PLAN_CODES = {
  'former-name-taken': {
    severity: 'warning',
    means:
      'A written thing was renamed on the platform, and somebody created another thing under its old name.',
    wayOut:
      'Write the other name too, mark it absent, or give the name back on the platform. Until then both stay as they are.',
  },
  'given-already': {
    severity: 'info',
    means:
      'A group is given what it has from another group already, and the platform does not show one beside the other. Nothing is sent. If the other grant goes, this one is made.',
    wayOut: 'Do nothing, or remove the line.',
  },
  'renamed-live': {
    severity: 'warning',
    means:
      'Something in the documents has another name on the platform: its log says that it was renamed there.',
    wayOut: 'Write the new name in the documents, or apply: that renames it back, with everything it holds.',
  },
  weakened: {
    severity: 'warning',
    means: 'Something is added, and because of that somebody loses access.',
    wayOut: 'See who loses what; if you do not want that, give it back in the same change.',
  },
  'place-replaced': {
    severity: 'warning',
    means:
      'Putting a person into a group takes that person out of another one, of which nobody writes who is in it, because the platform lets nobody be in two.',
    wayOut: 'See who loses what. To keep the other place, remove the person from the group that is written.',
  },
  'mass-removal': {
    severity: 'error',
    means:
      'Nobody who is there now would have any access, or all who administer would be newcomers: an apply refuses it.',
    wayOut:
      'Check that every file is there and that the organization is the one meant; if it is meant, write an exception in a Guardrails document.',
  },
  'removal-limit': {
    severity: 'error',
    means: 'More would be taken away by one apply than a limit allows: an apply refuses it.',
    wayOut:
      'Check that every file is there and that the organization is the one meant; if it is meant, write an exception in a Guardrails document, with the number that may go.',
  },
  protected: {
    severity: 'error',
    means:
      'Something would be taken from a person or a group that a Guardrails document protects: an apply refuses it.',
    wayOut: 'Leave it as it is; if it is meant, write an exception in a Guardrails document.',
  },
  holders: {
    severity: 'error',
    means: 'Fewer or more people could do what a role gives than a Guardrails document asks for.',
    wayOut: 'Give the role to more people, or take it from some; if it is meant, write an exception.',
  },
  'unknown-holders': {
    severity: 'error',
    means: 'An exception names a rule of `holders` that its document does not have.',
    wayOut: 'Correct the name; each rule is called by its sentence.',
  },
  'exception-too-long': {
    severity: 'error',
    means: 'An exception of a Guardrails document lasts longer than exceptions may.',
    wayOut: 'Write an earlier `until`.',
  },
  'exception-over': {
    severity: 'warning',
    means: 'An exception of a Guardrails document has ended, and allows nothing any more.',
    wayOut: 'Remove it.',
  },
  'connection-moved': {
    severity: 'error',
    means:
      'An organization is on another platform, at another address or under another name than when it was last applied.',
    wayOut:
      'Check bylaw.yaml; if it is meant, write an exception with `connection` in a Guardrails document.',
  },
  'over-quota': {
    severity: 'error',
    means:
      'The plan needs more invitations, seats, requests or time than the platform leaves for one run: nothing was sent. As a warning: what did not fit is left to another run.',
    wayOut: 'Apply with --in-parts, which makes what fits; or give it more time, with --within.',
  },
  'plan-file-invalid': {
    severity: 'error',
    means: 'The file is not a plan that this version of Bylaw can apply.',
    wayOut: 'Make the plan again with `bylaw plan --out FILE`, and do not edit the file.',
  },
  'plan-file-moved': {
    severity: 'info',
    means:
      'Since the plan was made, files of organizations changed, and they say the same of whatever is planned: the plan is applied.',
    wayOut: 'Nothing is to be done: it is told so that nobody wonders why the plan still holds.',
  },
  'plan-file-stale': {
    severity: 'error',
    means:
      'Since the plan was made, the documents, the platform or the engine changed, or other changes became due: nothing was sent.',
    wayOut: 'Plan again, and review what is different.',
  },
  'report-invalid': {
    severity: 'error',
    means: 'A file to merge is not the JSON report of a shard, or the reports are not of one run.',
    wayOut:
      'Name one report of each shard, all made by one command on one commit with `--shard N/COUNT --json`.',
  },
  'shard-missing': {
    severity: 'error',
    means: 'Of one of the shards there is no report, so that nothing is known of its organizations.',
    wayOut: 'Run that shard too, and merge its report with the others.',
  },
  'invitation-cap': {
    severity: 'warning',
    means: 'Somebody was invited as often as the workspace allows, and never accepted.',
    wayOut: 'Correct the address or remove the entry, or raise `invitations.resend.max` in bylaw.yaml.',
  },
  'not-invited-again': {
    severity: 'warning',
    means:
      'Somebody is written who left by themselves, declined an invitation, or let two run out. Nobody is asked again without a word for it.',
    wayOut: 'Remove the entry, or write `invite-again` with a date in it.',
  },
  'account-changed': {
    severity: 'warning',
    means:
      'A login is written that belonged to another account when Bylaw last knew it. The account that has it now is given nothing.',
    wayOut:
      'Write the login that the person has now. If the new account is meant, write `invite-again` with a date in the entry.',
  },
  'apply-incomplete': {
    severity: 'error',
    means: 'Some changes were made and some were not.',
    wayOut: 'Run plan to see what is left, then apply again.',
  },
  'apply-unproven': {
    severity: 'error',
    means: 'After the apply the platform does not match the documents.',
    wayOut: 'Run plan to see the difference.',
  },
  interrupted: {
    severity: 'error',
    means: 'The command was interrupted: it finished the writes in flight and began nothing more.',
    wayOut: 'Run plan to see what is left, then apply again.',
  },
  'not-importable': {
    severity: 'error',
    means: 'Documents cannot express something that is live, so it is not written and left alone.',
    wayOut: 'Correct it on the platform and import again.',
  },
  'two-spellings': {
    severity: 'warning',
    means: 'A login is written in two ways that are one login, and one person, to the platform.',
    wayOut: 'Write it in one way.',
  },
  'import-refused': {
    severity: 'error',
    means: 'The new documents would not equal what is live, so nothing is written.',
    wayOut: 'The message says what differs; correct it in the documents or on the platform.',
  },
  'file-not-ours': {
    severity: 'error',
    means: 'Bylaw may not write one of the files.',
    wayOut: 'Move the file away, or choose another directory.',
  },
  'file-changed': {
    severity: 'error',
    means: 'A file changed while Bylaw worked on it, so it was left as it is.',
    wayOut: 'Run the command again.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
