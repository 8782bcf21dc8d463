/**
 * Who may import whom. A file under functions/ or shared/ is pure when its base name has no dot, but for the
 * edges named here: the slices' entry points, the middleware stacks, and the three doors to clock, log and
 * environment. What a pure file imports must be pure as well, so purity holds all the way down.
 */
const edges = [
  '^functions/[^/]+/(api|inbox)\\.ts$',
  '^shared/(clock|env|log|retry)\\.ts$',
  '^shared/http/(api|middlewares)\\.ts$',
  '^shared/inbox/inbox\\.ts$',
]
const dotted = '/[^/.]+\\.[^/]+\\.ts$'
const pure = { path: '^(functions|shared)/', pathNot: [dotted, ...edges] }

const runtimeOnly = { dependencyTypesNot: ['type-only'] }

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    rule(
      'no-cycle',
      'Two files that need each other are one thing, or one of them knows too much.',
      {},
      { circular: true },
    ),
    rule(
      'slice-imports-no-slice',
      'Slices talk only through events.',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/', pathNot: '^functions/$1/' },
    ),
    rule(
      'events-import-zod-only',
      'Events are words: schemas, types and examples, nothing else.',
      { path: '^events/' },
      { pathNot: ['^events/', '(^|/)node_modules/zod/'] },
    ),
    rule(
      'shared-knows-no-slice',
      'What all slices share knows the envelope of events, but no slice and no event.',
      { path: '^shared/' },
      { path: '^(functions|events|infra|test)/', pathNot: '^events/envelope\\.ts$' },
    ),
    rule(
      'nothing-imports-infra',
      'What runs does not know how it is deployed.',
      { path: '^(functions|shared|events)/' },
      { path: '^(infra|test)/' },
    ),
    rule('nothing-imports-test', 'Only tests use what tests use.', { pathNot: '^test/' }, { path: '^test/' }),
    rule(
      'infra-imports-definitions-only',
      'Infrastructure is wired from the definitions of routes with their requests, of reactions and of handlers.',
      { path: '^infra/', pathNot: '^infra/ops/' },
      {
        path: '^functions/',
        pathNot: [
          '^functions/[^/]+/(api|inbox)\\.ts$',
          '(\\.(http|event|cron|stream|mail|token)|-requests)\\.ts$',
        ],
      },
    ),
    rule(
      'ops-reads-stores-and-relays',
      'Operations read what slices keep, by their own stores, and relay by hand as the outbox does; they decide nothing.',
      { path: '^infra/ops/' },
      {
        path: '^functions/',
        pathNot: [
          '^functions/.+\\.store\\.ts$',
          '^functions/(outbox/(bus\\.client|full-events)|orders/order/order)\\.ts$',
        ],
        ...runtimeOnly,
      },
    ),
    rule(
      'pure-imports-no-builtin',
      'A file without a dot in its name is pure; of Node it may use what only computes.',
      pure,
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|zlib|util)$', ...runtimeOnly },
    ),
    rule('pure-imports-no-sdk', 'A file without a dot in its name is pure: it talks to no service.', pure, {
      path: '(^|/)node_modules/(@aws-sdk|@smithy|@middy|dynamodb-toolbox)/',
      ...runtimeOnly,
    }),
    rule(
      'pure-imports-pure-only',
      'A file without a dot in its name is pure: I/O, clock, log and environment stay at the edge.',
      pure,
      { path: [dotted, ...edges], ...runtimeOnly },
    ),
    rule('no-barrel', 'Import a thing from where it is.', {}, { dependencyTypes: ['export'] }),
    rule(
      'no-index',
      'A file says what it holds.',
      {},
      { path: '^(functions|shared|events|infra|test)/.*index\\.ts$' },
    ),
    rule(
      'no-drawer',
      'A folder has the name of what is in it.',
      {},
      { path: '^(functions|shared|events|infra|test)/.*/?(utils|common|helpers|types)/' },
    ),
    rule('no-unresolvable', 'What is imported must be there.', {}, { couldNotResolve: true }),
    rule(
      'no-undeclared-package',
      'What is imported must be a dependency of our own.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-optional'] },
    ),
    rule(
      'deployed-imports-no-dev-package',
      'What runs on Lambda needs only dependencies, no development dependencies.',
      { path: '^(functions|shared|events)/' },
      { dependencyTypes: ['npm-dev'], ...runtimeOnly },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(asset\\.[^/]+|dist|cdk\\.out)/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
