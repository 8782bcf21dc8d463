import { createHash } from 'node:crypto'

/**
 * A master key that derives one key for each name, and from which single names can be deleted for good: a hash tree
 * (Goldreich, Goldwasser and Micali, "How to construct random functions", 1986) of which some nodes are stored. A node
 * derives everything below it and nothing else. To delete a leaf, the siblings along its path replace the stored node
 * above it (Boneh and Waters, "Constrained pseudorandom functions", 2013). Nodes by path, `0` left and `1` right.
 */
export type Nodes = ReadonlyMap<string, Uint8Array>

const keyBytes = 16

/** Levels of the tree: among a million names, the probability that two share a leaf is 1 in 500. */
const leafBits = 48

/** The path to the leaf of a name. */
export function pathOf(name: string): string {
  const digest = createHash('sha256').update(name).digest()
  return [...digest.subarray(0, leafBits / 8)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
}

/** The node at a path, derived from the stored node above it; nothing when it was deleted. */
export function nodeAt(nodes: Nodes, path: string): Uint8Array | undefined {
  for (let length = 0; length <= path.length; length += 1) {
    const node = nodes.get(path.slice(0, length))
    if (node !== undefined) return down(node, path.slice(length))
  }
  return undefined
}

const down = (node: Uint8Array, path: string): Uint8Array =>
  [...path].reduce<Uint8Array>(
    (above, side) => createHash('sha256').update(above).update(side).digest().subarray(0, keyBytes),
    node,
  )

/** The nodes that remain when a path is deleted. */
export function without(nodes: Nodes, path: string): Nodes {
  const above = [...nodes.keys()].find((stored) => path.startsWith(stored))
  const node = above === undefined ? undefined : nodes.get(above)
  if (above === undefined || node === undefined) return nodes
  const left = new Map(nodes)
  left.delete(above)
  for (let length = above.length; length < path.length; length += 1) {
    const sibling = `${path.slice(0, length)}${path[length] === '0' ? '1' : '0'}`
    left.set(sibling, down(node, sibling.slice(above.length)))
  }
  return left
}

/** Nodes as bytes: for each the length of its path in bits, the path, and the node itself. */
export const toBytes = (nodes: Nodes): Uint8Array =>
  Buffer.concat(
    [...nodes].map(([path, node]) => {
      const bits = Buffer.from(
        (path.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)),
      )
      return Buffer.concat([Buffer.of(path.length), bits, node])
    }),
  )

/** Reverses `toBytes`. */
export function fromBytes(bytes: Uint8Array): Nodes {
  const nodes = new Map<string, Uint8Array>()
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at] ?? 0
    const start = at + 1 + Math.ceil(length / 8)
    const path = [...bytes.subarray(at + 1, start)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
    nodes.set(path.slice(0, length), bytes.slice(start, start + keyBytes))
    at = start + keyBytes
  }
  return nodes
}
