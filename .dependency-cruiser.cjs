/**
 * The walls of the house: which room may import which. One table; a room imports itself, the rooms named here, and
 * nothing else of src/. Packages have one room each that may import them.
 */
const rooms = {
  source: [],
  platform: ['source'],
  policy: ['source', 'platform'],
  resource: ['source', 'platform'],
  compile: ['source', 'platform', 'policy', 'resource'],
  access: ['source', 'platform', 'resource'],
  expectation: ['source', 'platform', 'policy', 'resource', 'compile', 'access'],
  plan: ['source', 'platform', 'policy', 'resource', 'compile', 'access'],
  import: ['source', 'platform', 'policy', 'resource', 'compile', 'plan'],
  report: ['source', 'platform', 'policy', 'resource', 'compile', 'access', 'expectation', 'plan', 'import'],
  connector: ['source', 'platform', 'resource', 'plan'],
  terraform: ['source', 'platform', 'policy', 'resource', 'compile', 'access', 'plan', 'report', 'connector'],
  review: ['source', 'report', 'connector'],
  sandbox: [],
  // The other front door, for who comes with an app of their own: it reads documents as commands do.
  cdktf: [
    'source',
    'platform',
    'policy',
    'resource',
    'compile',
    'access',
    'expectation',
    'plan',
    'report',
    'terraform',
    'command/workspace.ts',
    'command/version.ts',
  ],
  command: [
    'source',
    'platform',
    'policy',
    'resource',
    'compile',
    'access',
    'expectation',
    'plan',
    'import',
    'report',
    'connector',
    'terraform',
    'review',
    'sandbox',
    'cdktf',
  ],
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
  libsql: '^src/sandbox/',
  tinyglobby: '^src/command/',
  '@octokit/rest': '^src/(review|connector/github)/',
};

/** Rooms without I/O, clock or randomness. */
const pure = [
  'source',
  'platform',
  'policy',
  'resource',
  'compile',
  'access',
  'expectation',
  'plan',
  'import',
  'report',
];

const walls = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `src/${room} may import only ${allowed.length === 0 ? 'itself' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    // A name with an ending is one file of a room.
    pathNot: [room, ...allowed].map((name) => (name.endsWith('.ts') ? `^src/${name}$` : `^src/${name}/`)),
  },
}));

const single = Object.entries(packages).map(([name, place]) => ({
  name: `only-importer-of-${name.replace(/[^a-z]/g, '-')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: place },
  to: { path: `^node_modules/${name}/` },
}));

module.exports = {
  forbidden: [
    ...walls,
    ...single,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
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
      from: { orphan: true, path: '^src/', pathNot: '^src/(command/main|cdktf/index)\\.ts$' },
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
