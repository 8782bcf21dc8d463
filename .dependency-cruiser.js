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

/**
 * The rooms of each slice, in the order in which they may import: a room imports those before it, never one after it.
 * Rooms in one line know nothing of each other.
 */
const rooms = {
  orders: [['order'], ['progress', 'holds'], ['corrections'], ['channel'], ['scans'], ['privacy']],
  quality: [
    ['checks', 'facts'],
    ['issues'],
    ['defects'],
    ['runs'],
    ['complaints', 'back-tests'],
    ['privacy'],
  ],
  email: [
    ['settings', 'classifier', 'suppressions'],
    ['mails'],
    ['messages'],
    ['threads'],
    ['replies'],
    ['privacy'],
  ],
  channels: [
    ['canonical'],
    ['platforms'],
    ['connections'],
    ['deliveries'],
    ['polling', 'webhooks'],
    ['privacy'],
  ],
}

/** For each room one rule: what it must not import. */
const roomRules = Object.entries(rooms).flatMap(([slice, storeys]) =>
  storeys.flatMap((names, storey) =>
    names.map((name) => {
      const forbidden = [...names.filter((other) => other !== name), ...storeys.slice(storey + 1).flat()]
      const entries = `^functions/${slice}/(?:api|inbox)\\.ts$`
      return {
        name: `room-imports-forward-${slice}-${name}`,
        comment: `The rooms of ${slice} import in one direction only; see \`rooms\` in .dependency-cruiser.js.`,
        severity: 'error',
        from: { path: `^functions/${slice}/${name}/` },
        to: {
          path:
            forbidden.length > 0 ? [`^functions/${slice}/(?:${forbidden.join('|')})/`, entries] : [entries],
        },
      }
    }),
  ),
)

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
      'What all slices share knows the envelope of events and, by type, the reports of personal data; no slice, no event.',
      { path: '^shared/' },
      {
        path: '^(functions|events|infra|test)/',
        pathNot: ['^events/envelope\\.ts$', '^events/privacy/privacy-schema\\.ts$'],
      },
    ),
    rule(
      'shared-imports-no-schema',
      'Shared code takes the types of personal data reports from their schemas, but not zod into every bundle.',
      { path: '^shared/' },
      { path: '^events/privacy/privacy-schema\\.ts$', ...runtimeOnly },
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
      { path: '^infra/', pathNot: '^infra/(ops|reference)/' },
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
      'constructs-know-no-local-cloud',
      'What deploys imports nothing of what runs on one machine; shared names are in infra/names.ts.',
      { path: '^infra/(constructs/|[^/]+-stack\\.ts$|app\\.ts$|slices\\.ts$)' },
      { path: '^infra/(local|start|ops)/' },
    ),
    rule(
      'local-cloud-knows-no-product',
      'The local cloud runs any template; infra/start passes in what belongs to the suite.',
      { path: '^infra/local/' },
      { path: '^(functions|shared|events|infra)/', pathNot: '^infra/(local/|names\\.ts$)' },
    ),
    rule(
      'ops-takes-types-of-start-only',
      'Operations run without a local suite; of infra/start they know the type of the endpoints file.',
      { path: '^infra/ops/' },
      { path: '^infra/(start|local)/', ...runtimeOnly },
    ),
    rule(
      'ops-takes-endpoints-only',
      'Of infra/start, operations know the type of the endpoints file and nothing else.',
      { path: '^infra/ops/' },
      { path: '^infra/(start|local)/', pathNot: '^infra/start/endpoints\\.ts$' },
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
    ...roomRules,
    {
      name: 'room-is-listed',
      comment: 'A folder of a slice with rooms is one of the rooms listed in .dependency-cruiser.js.',
      severity: 'error',
      from: {},
      to: {
        path: `^functions/(?:${Object.keys(rooms).join('|')})/[^/]+/`,
        pathNot: Object.entries(rooms).map(
          ([slice, storeys]) => `^functions/${slice}/(?:${storeys.flat().join('|')})/`,
        ),
      },
    },
    rule(
      'use-case-does-no-io',
      'A use case orchestrates stores and clients; it touches neither the table nor a service itself.',
      { path: '\\.usecase\\.ts$' },
      {
        path: [
          '^shared/.*\\.(?:store|client)\\.ts$',
          '(^|/)node_modules/(@aws-sdk|@smithy|dynamodb-toolbox)/',
        ],
        ...runtimeOnly,
      },
    ),
    rule(
      'only-stores-touch-the-table',
      'Only a .store talks to DynamoDB.',
      { path: '^(functions|shared)/', pathNot: '\\.store\\.ts$' },
      {
        path: [
          '(^|/)node_modules/(@aws-sdk/(?:lib-dynamodb|client-dynamodb|util-dynamodb)|dynamodb-toolbox)/',
          '^shared/table/table\\.store\\.ts$',
        ],
        ...runtimeOnly,
      },
    ),
    rule(
      'only-clients-call-services',
      'Only a .client calls a service.',
      { path: '^(functions|shared)/', pathNot: '\\.client\\.ts$' },
      {
        path: '(^|/)node_modules/(@aws-sdk/client-(?!dynamodb)|@smithy/(?:node-http-handler|signature-v4))',
        ...runtimeOnly,
      },
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
