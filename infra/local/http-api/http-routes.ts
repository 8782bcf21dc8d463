/** The route of a request and its path variables. */
export interface RouteMatch<T> {
  readonly route: T
  /** Percent-decoded. */
  readonly parameters: Readonly<Record<string, string>> | undefined
}

interface Node<T> {
  readonly fixed: Map<string, Node<T>>
  variable: Node<T> | undefined
  greedy: Leaf<T> | undefined
  leaf: Leaf<T> | undefined
}

/** Routes of one path by method; `ANY` is the fallback. */
interface Leaf<T> {
  readonly names: readonly string[]
  readonly methods: Map<string, T>
}

export interface Routes<T> {
  /** `path` is without the stage and still encoded; throws a URIError for an invalid percent-encoding. */
  match(method: string, path: string): RouteMatch<T> | undefined
}

/**
 * Compiles an HTTP API's route keys (`GET /items/{id}`, `ANY /x/{proxy+}`, `$default`). The most specific wins:
 * fixed segments before variables before a greedy variable before `$default`; a method before `ANY`.
 *
 * @throws Error naming an invalid or duplicate route key
 */
export function compileRoutes<T extends { readonly key: string }>(routes: readonly T[]): Routes<T> {
  const root = newNode<T>()
  let fallback: T | undefined
  for (const route of routes) {
    if (route.key === '$default') fallback = route
    else insert(root, route)
  }

  function match(method: string, path: string): RouteMatch<T> | undefined {
    const segments = segmentsOf(path).map(decodeURIComponent)
    const values: string[] = []
    const found = find(root, segments, 0, method, values)
    if (found === undefined) return fallback && { route: fallback, parameters: undefined }
    const { leaf, route } = found
    if (leaf.names.length === 0) return { route, parameters: undefined }
    return { route, parameters: Object.fromEntries(leaf.names.map((name, at) => [name, values[at]!])) }
  }
  return { match }
}

const newNode = <T>(): Node<T> => ({
  fixed: new Map(),
  variable: undefined,
  greedy: undefined,
  leaf: undefined,
})

const segmentsOf = (path: string): string[] => (path === '/' ? [] : path.slice(1).split('/'))

function insert<T extends { readonly key: string }>(root: Node<T>, route: T): void {
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(route.key) ?? []
  if (method === undefined || path === undefined) throw new Error(`Cannot read the route key ${route.key}`)
  const names: string[] = []
  let node = root
  let leaf: Leaf<T> | undefined
  for (const segment of segmentsOf(path)) {
    if (leaf !== undefined) throw new Error(`Nothing may follow the greedy variable of ${route.key}`)
    const [, name, greedy] = /^\{([^{}+]+)(\+?)\}$/.exec(segment) ?? []
    if (name !== undefined) names.push(name)
    if (greedy === '+') leaf = node.greedy ??= { names, methods: new Map() }
    else node = name === undefined ? fixedChild(node, segment) : (node.variable ??= newNode())
  }
  leaf ??= node.leaf ??= { names, methods: new Map() }
  if (leaf.methods.has(method)) throw new Error(`The route ${route.key} is there twice`)
  leaf.methods.set(method, route)
}

function fixedChild<T>(node: Node<T>, segment: string): Node<T> {
  const child = node.fixed.get(segment) ?? newNode<T>()
  node.fixed.set(segment, child)
  return child
}

/** Writes the path variables of the found route to `values`. */
function find<T>(
  node: Node<T>,
  segments: readonly string[],
  at: number,
  method: string,
  values: string[],
): { leaf: Leaf<T>; route: T } | undefined {
  if (at === segments.length) return routeOf(node.leaf, method)
  const segment = segments[at]!
  const fixed = node.fixed.get(segment)
  const found = fixed && find(fixed, segments, at + 1, method, values)
  if (found) return found
  if (node.variable && segment !== '') {
    values.push(segment)
    const below = find(node.variable, segments, at + 1, method, values)
    if (below) return below
    values.pop()
  }
  const greedy = routeOf(node.greedy, method)
  if (greedy) values.push(segments.slice(at).join('/'))
  return greedy
}

function routeOf<T>(leaf: Leaf<T> | undefined, method: string): { leaf: Leaf<T>; route: T } | undefined {
  const route = leaf?.methods.get(method) ?? leaf?.methods.get('ANY')
  return route === undefined ? undefined : { leaf: leaf!, route }
}
