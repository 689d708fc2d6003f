/**
 * The walls of the house: which room may import which. One table; a room imports itself, the rooms named here, and
 * nothing else of src/. Packages have one room each that may import them.
 */
const rooms = {
  source: [],
  // Processes of this machine: whether one lives, and the memory of this one.
  process: [],
  // Every file that is read or written, for whoever has files.
  file: ['source'],
  platform: ['source'],
  policy: ['source', 'platform'],
  resource: ['source', 'platform'],
  compile: ['source', 'platform', 'policy', 'resource', 'access'],
  access: ['source', 'platform', 'resource'],
  expectation: ['source', 'platform', 'policy', 'resource', 'compile', 'access'],
  guardrail: ['source', 'platform', 'policy', 'resource', 'compile', 'access'],
  rule: ['source', 'platform', 'policy', 'resource', 'compile', 'access', 'custom-rule'],
  review: ['source', 'platform', 'policy', 'resource', 'compile', 'rule', 'plan'],
  'custom-rule': ['source', 'platform', 'resource', 'access'],
  plan: ['source', 'platform', 'policy', 'resource', 'compile', 'access', 'guardrail'],
  diff: ['source', 'platform', 'policy', 'resource', 'compile', 'access', 'plan'],
  weakening: ['source', 'platform', 'policy', 'compile', 'guardrail', 'review'],
  assertion: ['source', 'platform', 'resource', 'compile', 'access', 'diff'],
  import: ['source', 'platform', 'policy', 'resource', 'compile', 'plan'],
  missing: ['source', 'platform', 'policy', 'resource', 'compile', 'access', 'import'],
  page: ['source', 'platform', 'policy', 'resource', 'compile', 'access', 'guardrail'],
  report: [
    'source',
    'platform',
    'policy',
    'resource',
    'compile',
    'access',
    'expectation',
    'review',
    'plan',
    'diff',
    'assertion',
    'weakening',
    'import',
    'missing',
    'page',
  ],
  // What a review of a change says, as data, and how it is printed.
  'pull-request': ['source', 'platform', 'resource', 'access', 'plan', 'diff', 'report'],
  connector: ['source', 'platform', 'resource', 'plan'],
  // Where code is kept: comments, issues, marks of commits.
  forge: ['source', 'connector', 'plan'],
  terraform: [
    'source',
    'process',
    'file',
    'platform',
    'policy',
    'resource',
    'compile',
    'access',
    'plan',
    'report',
    'connector',
  ],
  // Locks and states: files beside the workspace, or a backend of terraform's.
  state: ['source', 'file', 'policy', 'process', 'terraform'],
  // What applies did: one file each, written while they are at work.
  journal: ['source', 'file', 'platform', 'policy', 'resource', 'compile', 'plan'],
  sandbox: [],
  // The files of a workspace and those that come with Bylaw, for both front doors.
  workspace: [
    'source',
    'file',
    'process',
    'platform',
    'policy',
    'compile',
    'expectation',
    'guardrail',
    'review',
    // What connector files describe is checked with all other files.
    'connector',
  ],
  // The other front door, for who comes with an app of their own: it reads documents as commands do.
  cdktf: [
    'source',
    'file',
    'platform',
    'policy',
    'resource',
    'compile',
    'access',
    'expectation',
    'plan',
    'report',
    'terraform',
    'workspace',
  ],
  command: [
    'source',
    'process',
    'file',
    'platform',
    'policy',
    'resource',
    'compile',
    'access',
    'expectation',
    'guardrail',
    'rule',
    'review',
    'plan',
    'diff',
    'assertion',
    'weakening',
    'import',
    'missing',
    'report',
    'connector',
    'terraform',
    'state',
    'journal',
    'sandbox',
    'workspace',
    'cdktf',
    'page',
    'forge',
    'pull-request',
  ],
};

/** What each room is for: the table of docs/architecture.md, which `npm run bless` writes. */
const purposes = {
  source:
    'YAML text → values with positions; diagnostics and their closed list of codes; edits that keep comments',
  file: 'every file that is read or written, whole or not at all',
  process: 'processes of this machine: whether one lives, and the memory of this one',
  platform: "the definition of a platform: scope kinds, permissions, roles, and the file's loader",
  policy: 'the documents a user writes: schema checks, and merging of all documents of one organization',
  resource: 'the five resource types as data: attributes, address, canonical form; the model of one side',
  compile:
    'documents → desired resources at an instant: names bound, references checked, windows applied, lint rules',
  access: 'resources → effective access: who can do what, why, and what differs between two versions',
  expectation: 'tests on effective access: who can, who cannot, now and at the ends of windows',
  'custom-rule':
    "rules of a user's own, in CEL: what they see, their check before they run, and the thread they run in",
  guardrail: 'what no apply may do without a reviewed exception: limits, protected people, holders of roles',
  rule: 'what access must never come to: rules over effective access, findings, acknowledgements',
  review: 'recurring reviews of grants: periods, owners, decisions, and what becomes of what was revoked',
  plan: 'desired against live → ordered changes; drift, deferred changes, guard rails',
  diff: 'two versions of the documents: who gains and who loses what, now and at the ends of windows',
  weakening: 'what judges changes and is weaker than it was: guard rails, expectations, authority, levels',
  assertion: 'what CI asserts of access in one line, each answer with a witness',
  import: 'live resources → documents, and what cannot be written',
  missing: 'why somebody cannot do something, and edits of documents that would let them, each tried',
  page: 'the access review: facts and tables of who can do what, and the program that shows them in a browser',
  report: 'plans, drift, answers and diagnostics as text, Markdown, JSON and JUnit',
  'pull-request': 'what the review of a change says, as data and as the comment on a pull request',
  connector:
    "reads and writes platforms: one folder for each platform's API; HTTP with retries, pages and rate limits",
  forge: 'GitHub and GitLab as places where code is reviewed: comments, issues, marks of commits',
  terraform: 'the terraform engine and the provider',
  state: "locks and states: files beside the workspace, or a backend of terraform's",
  journal: 'what each apply was allowed to do and did: the audit trail, and what to go on with after a kill',
  sandbox: 'a platform on this machine, in a database file, and GitHub from memory, for tests and trials',
  workspace: 'bylaw.yaml: finds, reads and compiles the files it names',
  cdktf: 'the library for CDKTF apps: constructs, and stacks from documents',
  command: 'one file for each command, and what they share',
  'terraform/provider': 'the plugin protocol, and the rows that a run of Bylaw serves to terraform',
  'terraform/synth': 'CDKTF stacks from rows',
  'terraform/run': 'terraform or tofu as a child process; its plan compared with the changes',
  'terraform/standalone': 'the provider as people install it, with its own plan of each row',
};

/** Package → the only places that may import it. */
const packages = {
  yaml: '^src/source/',
  'fastest-levenshtein': '^src/source/',
  ajv: '^src/(policy|sandbox)/',
  'ajv-formats': '^src/(policy|sandbox)/',
  cdktf: '^src/terraform/synth/library\\.ts$',
  constructs: '^src/(terraform/synth|cdktf)/',
  '@bufbuild/protobuf': '^src/terraform/provider/protocol/',
  '@msgpack/msgpack': '^src/terraform/provider/protocol/',
  'find-my-way': '^src/sandbox/',
  graphql: '^src/sandbox/github/',
  '@bufbuild/cel': '^src/custom-rule/',
  libsql: '^src/sandbox/',
  preact: '^src/page/browser/',
  undici: '^src/connector/http/through-proxy\\.ts$',
  tinyglobby: '^src/workspace/',
  '@octokit/rest': '^src/connector/github/',
  '@octokit/plugin-retry': '^src/connector/github/octokit-client\\.ts$',
  '@octokit/plugin-throttling': '^src/connector/github/octokit-client\\.ts$',
  '@octokit/auth-app': '^src/connector/github/github-app\\.ts$',
  bottleneck: '^src/connector/github/octokit-client\\.ts$',
};

/**
 * What is inside terraform, as rooms by the same rule. `standalone` is the provider as people install it: no other part
 * of a run of ours may lean on it, but whoever writes its blocks for people may.
 */
const inTerraform = {
  provider: [],
  synth: ['provider'],
  run: ['provider', 'synth'],
  standalone: ['provider'],
};

/** Parts of a room that have fewer visitors than the rooms allow. */
const doors = [
  {
    name: 'provider-package',
    of: 'src/terraform/standalone/package/',
    for: ['src/terraform/standalone/', 'src/command/provider-command\\.ts$'],
  },
  {
    name: 'provider-standing-alone',
    of: 'src/terraform/standalone/(?!package/)',
    for: ['src/terraform/standalone/', 'src/cdktf/'],
  },
  {
    name: 'state-backend',
    of: 'src/state/backend/',
    for: ['src/state/', 'src/command/'],
  },
];

/** Rooms without I/O, clock or randomness. */
const pure = [
  'source',
  'platform',
  'policy',
  'resource',
  'compile',
  'access',
  'expectation',
  'rule',
  'plan',
  'diff',
  'assertion',
  'weakening',
  'import',
  'missing',
  'page',
  'report',
  'pull-request',
];

const wallsOf = (house, folder) =>
  Object.entries(house).map(([room, allowed]) => ({
    name: `${folder.slice('src/'.length)}${room}-imports`,
    comment: purposes[`${folder.slice('src/'.length)}${room}`],
    severity: 'error',
    from: { path: `^${folder}${room}/` },
    to: { path: `^${folder}`, pathNot: [room, ...allowed].map((name) => `^${folder}${name}/`) },
  }));

const only = (what, target, places) => ({
  name: `only-importer-of-${what.replace(/[^a-z]+/g, '-')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: places },
  to: { path: target },
});

module.exports = {
  forbidden: [
    ...wallsOf(rooms, 'src/'),
    ...wallsOf(inTerraform, 'src/terraform/'),
    ...Object.entries(packages).map(([name, place]) => only(name, `^node_modules/${name}/`, place)),
    ...doors.map((door) =>
      only(
        door.name,
        `^${door.of}`,
        door.for.map((place) => `^${place}`),
      ),
    ),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'a-connector-knows-no-other',
      comment:
        'What several connectors need stands beside them: connector/live, connector/protocol, connector/http. SCIM reads its lists by what reads those of connector files.',
      severity: 'error',
      from: { path: '^src/connector/([^/]+)/' },
      to: { path: '^src/connector/(access-api|github|scim)/', pathNot: '^src/connector/$1/' },
    },
    {
      name: 'pure-core',
      comment: 'The core is pure: what it needs of the world is an argument.',
      severity: 'error',
      from: { path: `^src/(${pure.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: '^src/(command/main|cdktf/index)\\.ts$|^src/page/browser/main\\.tsx$',
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
