import type { CodeRow } from './code-row.ts';

/** One document by itself, and the documents of a workspace beside each other. */
export const DOCUMENT_CODES = {
  'unknown-kind': {
    severity: 'error',
    means: 'A document names an apiVersion or kind that Bylaw does not know.',
    wayOut: 'Use apiVersion bylaw/v1 and one of the kinds listed.',
  },
  'unknown-key': {
    severity: 'error',
    means: 'A document has a key that the schema does not know.',
    wayOut: 'Correct the spelling or remove the key.',
  },
  'missing-key': {
    severity: 'error',
    means: 'A required key is missing.',
    wayOut: 'Add the key.',
  },
  'invalid-value': {
    severity: 'error',
    means: 'A value does not have the type, form or range that the schema requires.',
    wayOut: 'Write a value that the message allows.',
  },
  'invalid-date': {
    severity: 'error',
    means: 'A date is not a calendar date (2027-01-31) or an RFC 3339 instant.',
    wayOut: 'Write 2027-01-31 or 2027-01-31T18:00:00Z.',
  },
  'invalid-member-key': {
    severity: 'error',
    means: "A member's key is not an e-mail address, username or account name that the platform accepts.",
    wayOut: 'Correct the key; it never contains control characters or spaces.',
  },
  'invalid-name': {
    severity: 'error',
    means: 'A name of a scope, group or role is not a slug.',
    wayOut: 'Use lower-case letters, digits, dots, dashes and underscores; put the display name in title.',
  },
  'window-empty': {
    severity: 'error',
    means: '`until` is not after `from`, so the grant never holds.',
    wayOut: 'Correct one of the two.',
  },
  'duplicate-declaration': {
    severity: 'error',
    means: 'The same thing is declared in two places.',
    wayOut: 'Keep one; the message shows both.',
  },
  'conflicting-declaration': {
    severity: 'error',
    means: 'Two documents of one organization disagree on its platform, title or authority.',
    wayOut: 'State it in one of them.',
  },
  'unknown-platform': {
    severity: 'error',
    means: 'An organization names a platform that is neither built in nor in the workspace.',
    wayOut: 'Correct the name, or add the platform file to the workspace.',
  },
  'former-name-written': {
    severity: 'error',
    means: 'An entry says `renamed-from`, but the former name has an entry of its own.',
    wayOut: 'Remove `renamed-from`, or the entry of that name.',
  },
  'platform-invalid': {
    severity: 'error',
    means: 'A platform definition contradicts itself.',
    wayOut: 'Correct the platform file.',
  },
  'connector-invalid': {
    severity: 'error',
    means: 'A connector file contradicts itself, or describes something that cannot be read safely.',
    wayOut: 'Correct the connector file.',
  },
  'unknown-connector': {
    severity: 'error',
    means:
      'An organization names a connector that neither comes with Bylaw nor is described by a file of the workspace.',
    wayOut: 'Correct the name, or list the connector file under `connectors` of the workspace.',
  },
  'duplicate-organization': {
    severity: 'error',
    means: 'The workspace names one organization twice.',
    wayOut: 'Keep one of the two.',
  },
  'shared-state': {
    severity: 'error',
    means: 'Two organizations of the workspace would keep their states in the same place.',
    wayOut: 'Put {organization} into the setting of state.backend that names the place.',
  },
  'secret-in-file': {
    severity: 'error',
    means: 'A secret is written in a file.',
    wayOut:
      'Remove it, replace the secret with a new one, and give that in the environment variable that the message names.',
  },
  'unknown-organization': {
    severity: 'error',
    means: 'A command or workspace names an organization that no document declares.',
    wayOut: 'Correct the name.',
  },
  'nobody-kept': {
    severity: 'warning',
    means:
      'A platform file has no invariant that keeps an administrator: an apply could leave nobody who can give access.',
    wayOut:
      'Add `last-holder-stays`, or `minimum-holders` if the platform itself refuses such a change; or say in `nobody-kept` why it needs no administrator.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
