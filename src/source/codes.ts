/**
 * The closed list of diagnostic codes. A code is stable: scripts and reviews refer to it. The generated reference
 * in docs/diagnostics.md is printed from this table, so a code without a meaning and a way out does not compile.
 */
interface CodeRow {
  /** What it means, one sentence. */
  readonly means: string;
  /** What to do about it, one sentence. */
  readonly wayOut: string;
}

export const CODES = {
  // reading files
  'file-unreadable': {
    means: 'A file or directory could not be read.',
    wayOut: 'Check the path and the permissions of the file.',
  },
  'file-unwritable': {
    means: 'A file or directory could not be written.',
    wayOut: 'Check the path, its permissions and the space that is left.',
  },
  'file-not-utf8': { means: 'The file is not valid UTF-8.', wayOut: 'Save the file as UTF-8.' },
  'file-too-large': {
    means: 'The file is larger than Bylaw reads.',
    wayOut: 'Split the organization into several files.',
  },
  'file-not-read': {
    means:
      'A document is where Bylaw reads documents, but it is not read itself: no pattern of the workspace matches its file, or its kind is not read there.',
    wayOut: 'Name its file in `files` or `platforms` of bylaw.yaml, or move the document away.',
  },
  'no-documents': {
    means: 'No file matches a pattern of the workspace, or a file that should hold a document is empty.',
    wayOut: 'Check `files` in bylaw.yaml, and that no file lost its content.',
  },
  'yaml-syntax': { means: 'The text is not valid YAML.', wayOut: 'Correct the syntax at the place shown.' },
  'yaml-duplicate-key': {
    means: 'A map has one key twice; the second would silently win.',
    wayOut: 'Keep one of the two.',
  },
  'yaml-alias-limit': {
    means: 'Aliases expand to more values than Bylaw allows.',
    wayOut: 'Write the values out, or use fewer aliases.',
  },
  'yaml-too-deep': { means: 'Values are nested deeper than Bylaw allows.', wayOut: 'Flatten the document.' },
  'yaml-unsupported': {
    means: 'A YAML feature that Bylaw does not accept: a tag, a merge key, or a key that is not a string.',
    wayOut: 'Write the value without it.',
  },
  // documents
  'unknown-kind': {
    means: 'A document names an apiVersion or kind that Bylaw does not know.',
    wayOut: 'Use apiVersion bylaw/v1 and one of the kinds listed.',
  },
  'unknown-key': {
    means: 'A document has a key that the schema does not know.',
    wayOut: 'Correct the spelling or remove the key.',
  },
  'missing-key': { means: 'A required key is missing.', wayOut: 'Add the key.' },
  'invalid-value': {
    means: 'A value does not have the type, form or range that the schema requires.',
    wayOut: 'Write a value that the message allows.',
  },
  'invalid-date': {
    means: 'A date is not a calendar date (2027-01-31) or an RFC 3339 instant.',
    wayOut: 'Write 2027-01-31 or 2027-01-31T18:00:00Z.',
  },
  'invalid-member-key': {
    means: "A member's key is not an e-mail address or username that the platform accepts.",
    wayOut: 'Correct the key; it never contains control characters or spaces.',
  },
  'invalid-name': {
    means: 'A name of a scope, group or role is not a slug.',
    wayOut: 'Use lower-case letters, digits, dots, dashes and underscores; put the display name in title.',
  },
  'window-empty': {
    means: '`until` is not after `from`, so the grant never holds.',
    wayOut: 'Correct one of the two.',
  },
  'duplicate-declaration': {
    means: 'The same thing is declared in two places.',
    wayOut: 'Keep one; the message shows both.',
  },
  'conflicting-declaration': {
    means: 'Two documents of one organization disagree on its platform, title or authority.',
    wayOut: 'State it in one of them.',
  },
  'unknown-platform': {
    means: 'An organization names a platform that is neither built in nor in the workspace.',
    wayOut: 'Correct the name, or add the platform file to the workspace.',
  },
  'former-name-written': {
    means: 'An entry says `renamed-from`, but the former name has an entry of its own.',
    wayOut: 'Remove `renamed-from`, or the entry of that name.',
  },
  'platform-invalid': {
    means: 'A platform definition contradicts itself.',
    wayOut: 'Correct the platform file.',
  },
  'duplicate-organization': {
    means: 'The workspace names one organization twice.',
    wayOut: 'Keep one of the two.',
  },
  'shared-state': {
    means: 'Two organizations of the workspace would keep their states in the same place.',
    wayOut: 'Put {organization} into the setting of state.backend that names the place.',
  },
  'secret-in-file': {
    means: 'A secret is written in a file.',
    wayOut:
      'Remove it, replace the secret with a new one, and give that in the environment variable that the message names.',
  },
  'unknown-organization': {
    means: 'A command or workspace names an organization that no document declares.',
    wayOut: 'Correct the name.',
  },
  // references
  'unknown-member': {
    means: 'A document names a person who is not a member of the organization.',
    wayOut: 'Add the person under members, or correct the spelling.',
  },
  'unknown-group': {
    means: 'A document names a group that is not declared.',
    wayOut: 'Declare the group, or correct the spelling.',
  },
  'unknown-role': {
    means: 'A document names a role that is neither predefined nor declared.',
    wayOut: 'Declare the role, or correct the spelling.',
  },
  'unknown-permission': {
    means:
      "A document names a permission that is not in the platform's catalogue, or a pattern that matches none of them.",
    wayOut: 'Correct the spelling; the platform page lists the catalogue.',
  },
  'unknown-module': {
    means: 'A document names a module that the platform does not have.',
    wayOut: 'Correct the spelling.',
  },
  'unknown-scope': { means: 'A document names a scope that does not exist.', wayOut: 'Correct the path.' },
  'unknown-scope-kind': {
    means: 'A document uses a kind of scope that the platform does not have there.',
    wayOut: 'Use one of the kinds the message lists.',
  },
  'group-cycle': {
    means: 'Groups contain each other in a cycle.',
    wayOut: 'Remove one link of the cycle that the message shows.',
  },
  'role-cycle': {
    means: 'Roles include each other in a cycle.',
    wayOut: 'Remove one link of the cycle that the message shows.',
  },
  'not-supported': {
    means: 'The platform does not support this.',
    wayOut: 'Remove it; the platform page says what the platform has.',
  },
  'list-unknown': {
    means: 'A list of the platform could not be read, while others could. What is in it is not known.',
    wayOut:
      'Give the token the permission that the message names; until then nothing in that list is touched.',
  },
  'partly-made': {
    means: 'A change takes several requests on the platform, and one of them failed after others were made.',
    wayOut: 'Apply again: what was made is not made twice.',
  },
  'role-not-assignable': {
    means: 'The role cannot be assigned here, or not to people.',
    wayOut: 'Choose one of the roles the message lists.',
  },
  'role-cardinality': {
    means: 'A member has more or fewer roles than the platform allows.',
    wayOut: 'Write exactly as many as the message says.',
  },
  'default-role-given': {
    means:
      'A person is written with an empty list of roles, and the platform gives its default role to such a person.',
    wayOut: 'Write the role that the message names, or leave out `roles` to give the default role.',
  },
  'predefined-role': {
    means: 'A declared role has the name of a predefined role.',
    wayOut: 'Choose another name.',
  },
  'member-not-in-organization': {
    means: 'A person is used in a group or a scope without being a member of the organization.',
    wayOut: 'Add the person under members of the organization.',
  },
  'absent-with-content': {
    means: 'A thing is marked `absent: true`, but something is written on it or below it.',
    wayOut: 'Remove `absent: true`, or what is written beside and below it.',
  },
  'invariant-broken': {
    means: 'The result would break a rule of the platform.',
    wayOut: 'Change the documents so that the named rule holds.',
  },
  'nobody-kept': {
    means:
      'A platform file has no invariant that keeps an administrator: an apply could leave nobody who can give access.',
    wayOut:
      'Add `last-holder-stays`, or `minimum-holders` if the platform itself refuses such a change; or say in `nobody-kept` why it needs no administrator.',
  },
  'grant-ending': {
    means: 'A temporary grant ends soon.',
    wayOut: 'Do nothing, or extend it in a pull request.',
  },
  'grant-expired': {
    means: 'A temporary grant has ended: the next apply removes it if it is still live.',
    wayOut: 'Remove the line, or extend it.',
  },
  'review-due': {
    means: 'The review-by date of a grant has passed.',
    wayOut: 'Confirm the grant and move the date.',
  },
  // expectations
  'ambiguous-group': {
    means: 'Several groups below the organization have the name that an expectation uses.',
    wayOut: 'Write the group with its scope, or a pattern that means all of them.',
  },
  'expectation-failed': {
    means: 'An expectation does not hold for the access that the documents give.',
    wayOut:
      'Correct the documents or the expectation; `bylaw check` shows why access holds or what is missing.',
  },
  'expectation-broken-by-end': {
    means:
      'An expectation rules out what somebody holds only because a window has ended: a narrower entry is over, or a place in the group that may. What that end would newly give is held back where it is live; everything else is planned and applied, and the status stays 1.',
    wayOut:
      'Take the access away in the documents, give the narrower entry a later `until`, or change the expectation.',
  },
  'look-ahead-cut': {
    means:
      'Windows begin and end at more instants than Bylaw looks ahead to; it looked up to the day that the message names.',
    wayOut: 'Run `bylaw check --at` with a later instant to look further.',
  },
  'expectation-ahead': {
    means:
      'An expectation holds now, but a window will give somebody what it rules out; or, within two weeks, an end will remove what it says somebody can do.',
    wayOut:
      'Correct the grant that begins, or the expectation, before the day that the message names. A window that ends still ends on its day.',
  },
  'expectation-ended': {
    means:
      'A window has ended. Only for that reason somebody lacks what an expectation says they can do, or nobody is left to test. An apply still removes what has ended.',
    wayOut: 'Remove the person from the expectation, or move `until` if the access is still needed.',
  },
  'expectation-group-empty': {
    means: 'One of several groups that an expectation names is empty, so nothing about it is tested.',
    wayOut: 'Fill the group, leave it out of the expectation, or write `may-be-empty: true`.',
  },
  'report-not-written': {
    means: 'A report could not be written to the file asked for.',
    wayOut: 'Check the path and the permissions of its folder.',
  },
  // lint: allowed and seldom meant; docs/lint.md
  'blank-at-end': {
    means: 'A title or description begins or ends with a space, a line break or an invisible character.',
    wayOut: 'Remove it, or write `|-` for `|`.',
  },
  'broad-pattern': {
    means: 'A custom role holds every permission, including those that the platform adds later.',
    wayOut: 'List the permissions, or patterns of single resources.',
  },
  'deactivated-with-access': {
    means: 'A deactivated member keeps roles or groups, and gets them back when activated.',
    wayOut: 'Remove what should not come back with the account.',
  },
  'direct-role': {
    means: 'A role is given to one person where groups carry roles.',
    wayOut: 'Give it to a group, or say why with `reason`.',
  },
  'empty-group': { means: 'A group has no members.', wayOut: 'Add people to it, or remove it.' },
  'exception-without-end': {
    means: 'A grant with a reason has neither an end nor a review date.',
    wayOut: 'Add `until` or `review-by`.',
  },
  'group-without-access': {
    means: 'A group gives its members nothing.',
    wayOut: 'Give the group its access, or remove it.',
  },
  'member-without-access': {
    means: 'A member is given no access at all.',
    wayOut: 'Put the person into a group, or remove the membership.',
  },
  'redundant-role': {
    means: 'A person holds a role on a scope that a group, or another role of theirs, already gives there.',
    wayOut: 'Remove it from the person.',
  },
  'single-owner': {
    means: 'A role has only as many holders as the platform requires.',
    wayOut: 'Give it to one more person, so that one can be away.',
  },
  'unused-role': { means: 'A custom role is given to nobody.', wayOut: 'Give it to a group, or remove it.' },
  // talking to a platform
  'token-missing': {
    means: 'No token was given.',
    wayOut: 'Set the environment variable that the message names.',
  },
  'token-rejected': {
    means: 'The platform does not know the token (401).',
    wayOut: 'Check that the token is right and not expired.',
  },
  'token-forbidden': {
    means: 'The token is known but may not do this (403).',
    wayOut: 'Use a token with the permission that the message names.',
  },
  'connector-unreachable': {
    means: 'The platform could not be reached.',
    wayOut: 'Check url in bylaw.yaml and the network.',
  },
  'certificate-untrusted': {
    means: 'The certificate of the platform, or of a proxy, comes from no authority that is trusted here.',
    wayOut: 'If the authority is your own, name its certificate in NODE_EXTRA_CA_CERTS.',
  },
  'proxy-invalid': {
    means: 'An environment variable names a proxy that cannot be used.',
    wayOut: 'Write http://HOST:PORT into it, or name the host in NO_PROXY.',
  },
  'proxy-failed': {
    means: 'The proxy that the environment names could not be reached, or refused the request.',
    wayOut: 'Correct the variable that the message names, or name the host in NO_PROXY.',
  },
  'connector-protocol': {
    means: 'The platform answered with something that is not its API.',
    wayOut: 'Check url in bylaw.yaml: a proxy or login page may be answering.',
  },
  'connector-incomplete-read': {
    means: 'A list came back incomplete, so nothing can be concluded from it.',
    wayOut: 'Run again; if it happens again, report it to the platform.',
  },
  'connector-rate-limited': {
    means: 'The platform kept refusing because of too many requests (429).',
    wayOut: 'Run again later or lower concurrency.',
  },
  'connector-server-error': { means: 'The platform kept failing (5xx).', wayOut: 'Run again later.' },
  'connector-refused': { means: 'The platform refused a change.', wayOut: 'See the reason in the message.' },
  'connector-mismatch': {
    means: 'The live platform is not the one that the platform file describes.',
    wayOut: 'Check platform in the organization document and url in bylaw.yaml.',
  },
  'connector-contradiction': {
    means: 'An answer of the platform contradicts what was read or sent, so nothing more was written.',
    wayOut: 'Plan again; if it happens again, report it to the platform.',
  },
  'kept-otherwise': {
    means: 'The platform stores a text in another form than Bylaw sent.',
    wayOut: 'Write it as the platform stores it.',
  },
  'live-changed': {
    means: 'The live object changed between plan and apply (412), so it was left as it is.',
    wayOut: 'Plan again and review what changed.',
  },
  'unknown-live-organization': {
    means: 'The platform has no such organization (404).',
    wayOut: 'Check organization in bylaw.yaml.',
  },
  // planning and applying
  'former-name-taken': {
    means:
      'A written thing was renamed on the platform, and somebody created another thing under its old name.',
    wayOut:
      'Write the other name too, mark it absent, or give the name back on the platform. Until then both stay as they are.',
  },
  'renamed-live': {
    means:
      'Something in the documents has another name on the platform: its log says that it was renamed there.',
    wayOut: 'Write the new name in the documents, or apply: that renames it back, with everything it holds.',
  },
  weakened: {
    means: 'Something is added, and because of that somebody loses access.',
    wayOut: 'See who loses what; if you do not want that, give it back in the same change.',
  },
  'mass-removal': {
    means:
      'Half or more of the people who can do something would lose all access, or nobody who is there now would have any, or all who administer would be newcomers.',
    wayOut:
      'Check that every file is there and that the organization is the one meant; if it is meant, apply with --allow-mass-removal.',
  },
  // importing
  'not-importable': {
    means: 'Documents cannot express something that is live, so it is not written and left alone.',
    wayOut: 'Correct it on the platform and import again.',
  },
  'two-spellings': {
    means: 'A login is written in two ways that are one login, and one person, to the platform.',
    wayOut: 'Write it in one way.',
  },
  'import-refused': {
    means: 'The new documents would not equal what is live, so nothing is written.',
    wayOut: 'The message says what differs; correct it in the documents or on the platform.',
  },
  'file-not-ours': {
    means: 'Bylaw may not write one of the files.',
    wayOut: 'Move the file away, or choose another directory.',
  },
  'file-changed': {
    means: 'A file changed while Bylaw worked on it, so it was left as it is.',
    wayOut: 'Run the command again.',
  },
  'invitation-cap': {
    means: 'Somebody was invited as often as the workspace allows, and never accepted.',
    wayOut: 'Correct the address or remove the entry, or raise `invitations.resend.max` in bylaw.yaml.',
  },
  'beyond-terraform': {
    means: 'The documents ask for something that the standalone provider cannot see or do.',
    wayOut: 'Use `bylaw apply`, or do it once by hand.',
  },
  'engine-missing': {
    means: 'No terraform or tofu is on the PATH.',
    wayOut: 'Install one, or use --engine embedded.',
  },
  'engine-unusable': {
    means: 'terraform or tofu was found but cannot be run, or does not report its version.',
    wayOut: 'Install it again, or use --engine embedded.',
  },
  'engine-too-old': {
    means: 'The terraform or tofu that was found lacks something that a run needs.',
    wayOut: 'Install the version that the message names or a newer one, or use --engine embedded.',
  },
  'engine-untested': {
    means: 'The terraform or tofu that was found has a major version that Bylaw does not know.',
    wayOut: 'Do nothing while it works; Bylaw never applies a plan other than the reviewed one.',
  },
  'engine-failed': { means: 'terraform or tofu failed.', wayOut: 'See its own words in the message.' },
  'engine-warning': {
    means: 'terraform or tofu gave a warning.',
    wayOut: 'See its own words in the message.',
  },
  'engine-crashed': {
    means: 'terraform or tofu crashed; that is a bug in it.',
    wayOut:
      'Run plan to see what is left, then apply again; report the crash with the file that the message names.',
  },
  'engine-killed': {
    means: 'terraform or tofu was killed from outside, mostly because memory ran out.',
    wayOut: 'Give it more memory, then apply again: nothing is done twice.',
  },
  'engine-silent': {
    means: 'terraform or tofu printed nothing for too long, with no write under way, so Bylaw ended it.',
    wayOut: 'Run again.',
  },
  'disk-full': {
    means: 'No space is left for the files of a run.',
    wayOut: 'Make room, or set TMPDIR to a folder with free space.',
  },
  'system-limit': {
    means: 'The system gives this process no more open files, processes or memory.',
    wayOut: 'Raise the limit (`ulimit -n`), or run less at once.',
  },
  'engine-disagrees': {
    means: "Terraform's plan differs from the reviewed changes; nothing was applied.",
    wayOut: 'This is a bug in Bylaw: report it with the two lists that the message shows.',
  },
  'apply-incomplete': {
    means: 'Some changes were made and some were not.',
    wayOut: 'Run plan to see what is left, then apply again.',
  },
  interrupted: {
    means: 'The command was interrupted: it finished the writes in flight and began nothing more.',
    wayOut: 'Run plan to see what is left, then apply again.',
  },
  'apply-unproven': {
    means: 'After the apply the platform does not match the documents.',
    wayOut: 'Run plan to see the difference.',
  },
  'state-not-saved': {
    means: 'The state, which is a cache, could not be written.',
    wayOut: 'Check the state directory or backend; the next run adopts what is live.',
  },
  'state-locked': {
    means: 'Another apply holds the lock of this organization, on this machine or on the state backend.',
    wayOut: 'Wait for it (--lock-timeout); docs/state.md says how to break a lock whose holder is gone.',
  },
  'state-unlocked': {
    means: 'The settings of the state backend turn on no lock, so two applies could run at once.',
    wayOut: 'Turn its lock on, as the message says.',
  },
  'state-stays-locked': {
    means:
      'The state backend takes a lock and has no way to give it back as it is set, so the next apply is refused.',
    wayOut: 'Write what gives it back, as the message says.',
  },
  'state-unreachable': {
    means: 'The state backend could not be reached, or rejected the credentials.',
    wayOut: 'Check its address, and the environment variables with its credentials.',
  },
  'state-damaged': {
    means:
      "The state cannot be read. If it is Bylaw's, an apply moves it aside; otherwise it stays as it is.",
    wayOut: 'Run the command in the message, if there is one: the next apply adopts what is live.',
  },
  'state-foreign': {
    means: "The place of the state holds something that is not Bylaw's; nothing was written.",
    wayOut: 'Correct the place that state.backend or state.directory names.',
  },
  'state-not-released': {
    means: 'The lock on the state backend was lost or could not be released.',
    wayOut: 'docs/state.md says how to break a lock whose holder is gone.',
  },
  'plan-file-invalid': {
    means: 'The file is not a plan that this version of Bylaw can apply.',
    wayOut: 'Make the plan again with `bylaw plan --out FILE`, and do not edit the file.',
  },
  'plan-file-stale': {
    means:
      'Since the plan was made, the documents, the platform or the engine changed, or other changes became due: nothing was sent.',
    wayOut: 'Plan again, and review what is different.',
  },
  usage: { means: 'Bylaw does not understand the command line.', wayOut: 'See bylaw --help.' },
} as const satisfies Record<string, CodeRow>;

export type DiagnosticCode = keyof typeof CODES;
