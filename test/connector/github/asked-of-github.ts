/**
 * What is asked of the connector: the lessons of programs that did the same before, what an implementer is told to do, what
 * is often believed and was measured to be otherwise, and what users of others report. Each has a test under its name, and
 * `asked-of-github.test.ts` sees to it that none is lost. `tf` is integrations/terraform-provider-github, `ti`
 * kubernetes/test-infra, `ss` github/safe-settings.
 */
export const ASKED = {
  lesson: {
    invitations:
      'Invitations are states (active, pending, failed/expired, absent), at organization, team and repository level. Pending and desired = no change; pending and undesired = cancel; failed = delete, then invite again. They expire after 7 days',
    identity: 'Key people on the numeric id, compare folded logins, display the original case',
    'child-teams':
      'REST `GET /teams/{slug}/members` includes child teams’ members; GraphQL `members(membership: IMMEDIATE)` does not',
    owners:
      'Owners are implicitly maintainers of every team and admins of every repository: normalise both sides',
    inherited:
      'Repository listings mix direct and inherited access (parent team, org role, base permission). "No direct grant" is not "no access"',
    order:
      'Organization before team; parent before child on create; additions before removals; a parent’s grant removed before the child’s, then re-read; a role change is one PUT. Nested teams must be `closed`',
    slugs:
      'Name, slug and id of a team are three things; slugs are derived and change on rename. Keep prior names',
    'owned-teams':
      'Teams owned by an identity provider or an enterprise are read-only: manage the mapping, never the members',
    'open-roles':
      'Custom repository roles and organization roles are open sets: compare role *names*; an unknown one is an error, not a fix',
    budget:
      'Budget each run: bulk reads, conditional requests, bounded concurrency, 900 points a minute, 80 content-creating requests a minute, Retry-After; never overlap runs',
    unwritable:
      'Some objects cannot be written (archived repositories, blocked or deleted users): an outcome for that item, not a stop. Abort only when a *read* is incomplete',
    'read-only':
      'A read-only token sees less: mark unknown, not removed. A dry run uses a client that cannot write',
  },
  demand: {
    incomplete:
      'Any GraphQL `errors`, and any connection whose gathered nodes ≠ `totalCount`, is an incomplete read; on RESOURCE_LIMITS_EXCEEDED, 502 or 504 the page size of that query shrinks and the run goes on',
    budgets:
      '≤ 80 requests for members, teams, memberships, team grants of the 8 organizations under the limit; a stated formula for the rest; a second unchanged read spends 0 REST quota (all 304)',
    lanes:
      'GraphQL reads do not wait in the plugin’s one-per-second lane: ≤ 8 at once; each client has its own throttle id',
    once: 'No write is ever re-sent after a 5xx or a cut connection before a read says that it did not happen: exactly one POST',
    versions:
      'Every request names an API version; the suite passes under 2022-11-28 and 2026-03-10; 410 is a named error, `Deprecation`/`Sunset` are shown, 451 is an outcome of that item',
    roles:
      'Organization roles by name, authoritative (an empty list means nobody), `indirect` and `mixed` told apart, security manager among them; no call to `/security-managers`',
    'role-access':
      'Access that comes from an organization role never appears as a direct grant; `base_role` none = null: second plan empty for both',
    'owners-of-teams':
      'Per team: enterprise, IdP-synced and external-group teams are read-only, shown with their source; with managed users no invitation is ever sent',
    unknown:
      'A list that cannot be read (403/404) makes its kind unknown and nothing of that kind is removed; the message names the missing permission; two App manifests ship',
    cost: 'The cost line knows 50/500 invitations per 24 h, free seats, 80/min and 500/h, 1 s a write and 3 s an invitation, and gives hours when it is hours',
    destroys:
      'A plan names what a removal destroys beyond access, and the proof after an apply re-reads with patience',
    servers:
      'Every GraphQL document is validated against GitHub’s published schema and every REST call against a server none of us wrote',
  },
  trap: {
    'security-managers':
      '`/orgs/{org}/security-managers*` is retired: it is the predefined organization role `security_manager`; the endpoints answer 404',
    'pages-of-100':
      '"Bulk reads with GraphQL in pages of 100": GitHub cuts off expensive queries with partial data in a 200',
    'eighty-requests':
      '"Full read of all 8 organizations at most 80 requests": two budgets, for roles and invitations are REST and one per repository',
    plugins:
      '"Throttling and retry plugins": throttling puts every GraphQL read into its write lane; retry re-sends POST: one create answered by 502 = 4 POSTs',
    'paginate-plugin':
      'Paging that follows only the first `pageInfo` it finds: nested teams.members gave 100 of 250, no error',
    'an-hour': '"80 content-creating requests a minute": also 500 an hour',
    'a-day':
      '"About 50 invitations a day": 500 once older than a month or on a paid plan, and a free licence per person',
    emulate:
      '"emulate@0.12.2 where that supports the calls": no GraphQL, no invitation, no role: pinned, through a REST-only reader',
    audit: '"Attribution from audit events": Enterprise Cloud only; never guess',
  },
  pain: {
    slow: 'Refresh of 900 repositories takes > 20 min where a bulk script takes 20 s (tf#567, #845, #998, #926)',
    '429': 'Runs of 2–3.5 h and 429s (ti#30925, #31532, #32413, knative/infra#662)',
    'hundred-resources': 'Secondary limits from 100 resources on (hashicorp/terraform-cdk#3744)',
    overlap: 'Overlapping runs remove and re-add people (openshift/release#18972)',
    expired: 'An expired invitation counted as pending for ever (ti#20872, tf#3645)',
    'gone-already': '404 on destroy (tf#2693)',
    'weekly-invites': 'Weekly re-invites',
    'letter-case': 'Letter case gives a perpetual diff (tf#196, #1968)',
    'renamed-login':
      'A renamed login is removed and re-added, or the freed login belongs to a stranger (tf#298, #524)',
    'deleted-account': 'One deleted account stops everything (ti#14321, istio/community#1775)',
    'child-members': 'Child-team members read as the parent’s (tf#168, #2004, #3497)',
    'owner-maintainer': 'An owner is always a maintainer: perpetual diff (tf#85, #1046)',
    'inherited-grant': 'Inherited repository access listed as direct (tf#2781, #3178)',
    'one-bad-file':
      'One bad file removed members and repositories from everything under its teams (kubernetes/org#4365)',
    'removal-limit': 'The removal limit blocked a wanted clean-up and had no override (kubernetes/org#2094)',
    'dry-run-calls': 'A dry run called the real API (ss#339, #310)',
    'real-dry-run': 'A real dry run asked for from 2018 to 2026 (auth0-deploy-cli#70)',
    'who-did-it': 'Drift with who changed it (digger#2610)',
    'only-managed': 'Report only what is managed (driftctl#319)',
    'base-role-null': '`base_role: none` vs null → permanent diff (tf#3004)',
    'role-holders': 'No way to say "nobody else holds this role" (tf#3575)',
    'role-id': 'Magic role id 138 (django-commons/membership#340)',
    'member-to-maintainer':
      'Member → maintainer by remove + add unassigns people from pull requests (tf#2731)',
    'idp-team': 'Writing members of an IdP team is 403 (tf#2079)',
    'outsiders-in-emu': 'A tool invited outsiders into an organization of managed users (gh-migrate-teams#6)',
    'app-identity': '`GET /user` with an App token is 403 (tf#3267)',
    'failed-discovery': 'If discovery of security-manager teams fails, delete nothing (ss#1045)',
  },
} as const;

export type AskedKind = keyof typeof ASKED;

/** What has no test, because the product does not do it, or does it otherwise. A test for one of these is a failure here. */
export const NOT_HELD: Readonly<Record<string, string>> = {};

/** Parts of what has a test, which that test does not hold, with what is so instead. */
export const NOT_WHOLE: Readonly<Record<string, string>> = {};

/** What is not the connector's and has nothing here to be tested, with the reason. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  'trap: "Check run with annotations": only GitHub Apps may create check runs':
    'no command writes check runs, statuses or comments yet',
  'pain: Comments over 65,536 characters': 'the same: no command writes comments yet',
};
