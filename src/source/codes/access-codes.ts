import type { CodeRow } from './code-row.ts';

/** What documents say of access: names that refer to something, rules of the platform, and windows. */
export const ACCESS_CODES = {
  'unknown-member': {
    severity: 'error',
    means: 'A document names a person who is not a member of the organization.',
    wayOut: 'Add the person under members, or correct the spelling.',
  },
  'unknown-group': {
    severity: 'error',
    means: 'A document names a group that is not declared.',
    wayOut: 'Declare the group, or correct the spelling.',
  },
  'unknown-role': {
    severity: 'error',
    means: 'A document names a role that is neither predefined nor declared.',
    wayOut: 'Declare the role, or correct the spelling.',
  },
  'unknown-permission': {
    severity: 'error',
    means:
      "A document names a permission that is not in the platform's catalogue, or a pattern that matches none of them.",
    wayOut: 'Correct the spelling; the platform page lists the catalogue.',
  },
  'unknown-module': {
    severity: 'error',
    means: 'A document names a module that the platform does not have.',
    wayOut: 'Correct the spelling.',
  },
  'unknown-scope': {
    severity: 'error',
    means: 'A document names a scope that does not exist.',
    wayOut: 'Correct the path.',
  },
  'unknown-scope-kind': {
    severity: 'error',
    means: 'A document uses a kind of scope that the platform does not have there.',
    wayOut: 'Use one of the kinds the message lists.',
  },
  'group-cycle': {
    severity: 'error',
    means: 'Groups contain each other in a cycle.',
    wayOut: 'Remove one link of the cycle that the message shows.',
  },
  'role-cycle': {
    severity: 'error',
    means: 'Roles include each other in a cycle.',
    wayOut: 'Remove one link of the cycle that the message shows.',
  },
  'not-supported': {
    severity: 'error',
    means: 'The platform does not support this.',
    wayOut: 'Remove it; the platform page says what the platform has.',
  },
  'role-not-assignable': {
    severity: 'error',
    means: 'The role cannot be assigned here, or not to people.',
    wayOut: 'Choose one of the roles the message lists.',
  },
  'role-cardinality': {
    severity: 'error',
    means: 'A member has more or fewer roles than the platform allows.',
    wayOut: 'Write exactly as many as the message says.',
  },
  'read-only-type': {
    severity: 'error',
    means:
      'A document declares something that something else owns, or records something that nobody else owns.',
    wayOut:
      'Write `declared: false` beside what something else owns, as `bylaw import` does; else remove it.',
  },
  'record-outdated': {
    severity: 'info',
    means:
      'Something that something else owns is not on the platform as the documents record it. Bylaw does not change it.',
    wayOut: 'Run `bylaw import`, which records it as it is, or have it changed where it is owned.',
  },
  'record-missing': {
    severity: 'info',
    means:
      'Something that something else owns is on the platform, and documents that are to say all do not record it. Plans count it; `check` cannot know of it.',
    wayOut:
      'Run `bylaw import`, which records it. Or write `authority: declared` for things of this sort: then records need not be all.',
  },
  'group-cardinality': {
    severity: 'error',
    means: 'A person is written in two groups, and the platform lets nobody be in two.',
    wayOut: 'Keep one of the two; the message shows both. Or give them windows that do not overlap.',
  },
  'default-role-given': {
    severity: 'error',
    means:
      'A person is written with an empty list of roles, and the platform gives its default role to such a person.',
    wayOut: 'Write the role that the message names, or leave out `roles` to give the default role.',
  },
  'predefined-role': {
    severity: 'error',
    means: 'A declared role has the name of a predefined role.',
    wayOut: 'Choose another name.',
  },
  'member-not-in-organization': {
    severity: 'error',
    means: 'A person is used in a group or a scope without being a member of the organization.',
    wayOut: 'Add the person under members of the organization.',
  },
  'absent-with-content': {
    severity: 'error',
    means: 'A thing is marked `absent: true`, but something is written on it or below it.',
    wayOut: 'Remove `absent: true`, or what is written beside and below it.',
  },
  'invariant-broken': {
    severity: 'error',
    means: 'The result would break a rule of the platform.',
    wayOut: 'Change the documents so that the named rule holds.',
  },
  'grant-ending': {
    severity: 'info',
    means: 'A temporary grant ends soon.',
    wayOut: 'Do nothing, or extend it in a pull request.',
  },
  'grant-expired': {
    severity: 'warning',
    means: 'A temporary grant has ended: the next apply removes it if it is still live.',
    wayOut: 'Remove the line, or extend it.',
  },
  'review-due': {
    severity: 'warning',
    means: 'The review-by date of a grant has passed.',
    wayOut: 'Confirm the grant and move the date.',
  },
  'review-overdue': {
    severity: 'error',
    means: 'No owner of a recurring review has decided on a grant by the day that it was due.',
    wayOut: 'Let an owner decide: bylaw decide keep, or bylaw decide revoke.',
  },
  'review-by-self': {
    severity: 'error',
    means: 'Somebody decided on their own grant. The decision counts for nothing.',
    wayOut: 'Let another owner decide.',
  },
  'review-not-by-owner': {
    severity: 'error',
    means: 'Who decided on a grant is no owner of its review. The decision counts for nothing.',
    wayOut: 'Let an owner decide, or name this person as one.',
  },
  'review-without-owner': {
    severity: 'warning',
    means: 'Nobody can decide on a grant: its review has no owner left, or only the person that it is about.',
    wayOut: 'Name another owner.',
  },
  'review-owner-gone': {
    severity: 'warning',
    means: 'An owner of a review is in no organization, has left, or is a group without people.',
    wayOut: 'Name somebody else, or take the owner out.',
  },
  'review-outgrown': {
    severity: 'warning',
    means:
      'A grant gives more, or lasts longer, than when it was decided to keep it. The decision counts no more.',
    wayOut: 'Decide again: bylaw decide keep, or bylaw decide revoke.',
  },
  'review-contradicted': {
    severity: 'warning',
    means:
      'A grant was kept and revoked on one day. The decision that is written last counts, in the order of the files.',
    wayOut: 'Remove the one that is not meant: two branches may have been merged.',
  },
  'decision-refused': {
    severity: 'error',
    means: 'A decision or an extension cannot be written as a small edit of the documents.',
    wayOut: 'Edit the documents by hand.',
  },
  'review-unbound': {
    severity: 'info',
    means: 'A decision is about a grant that has no review, or is written no more.',
    wayOut: 'Check the names in it, or remove it.',
  },
  'look-ahead-cut': {
    severity: 'info',
    means:
      'Windows begin and end at more instants than Bylaw looks ahead to; it looked up to the day that the message names.',
    wayOut: 'Run `bylaw check --at` with a later instant to look further.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
