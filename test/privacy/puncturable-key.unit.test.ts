import fc from 'fast-check'
import {
  fromBytes,
  type Nodes,
  nodeAt,
  pathOf,
  toBytes,
  without,
} from '../../shared/privacy/puncturable-key.ts'

const tree: Nodes = new Map([['', Uint8Array.from({ length: 16 }, (_, n) => n)]])
const names = fc.uniqueArray(fc.string({ maxLength: 12 }), { minLength: 2, maxLength: 12 })

describe('a puncturable key', () => {
  it('derives one stable key for each name', () => {
    const keys = ['ord_1', 'ord_2', 'ord_1'].map((name) =>
      Buffer.from(nodeAt(tree, pathOf(name)) ?? []).toString('hex'),
    )
    expect(keys[0]).toHaveLength(32)
    expect(keys[0]).toBe(keys[2])
    expect(keys[0]).not.toBe(keys[1])
  })

  it('loses the keys of the punctured names, and no others', () => {
    fc.assert(
      fc.property(names, fc.nat(), (all, n) => {
        const forgotten = all.slice(0, 1 + (n % (all.length - 1)))
        const left = forgotten.reduce((nodes, name) => without(nodes, pathOf(name)), tree)
        for (const name of all) {
          const expected = forgotten.includes(name) ? undefined : nodeAt(tree, pathOf(name))
          expect(nodeAt(left, pathOf(name))).toEqual(expected)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('stores nothing that derives a punctured key or a node above it', () => {
    const path = pathOf('ord_1')
    const left = without(tree, path)
    for (let length = 0; length <= path.length; length += 1)
      expect(nodeAt(left, path.slice(0, length))).toBeUndefined()
    expect(left.size).toBe(path.length)
  })

  it('changes nothing when a name is punctured again', () => {
    const left = without(tree, pathOf('ord_1'))
    expect(without(left, pathOf('ord_1'))).toEqual(left)
  })

  it('is equal after serialization', () => {
    fc.assert(
      fc.property(names, (all) => {
        const left = all.reduce((nodes, name) => without(nodes, pathOf(name)), tree)
        const plain = (nodes: Nodes) => [...nodes].map(([path, node]) => [path, [...node]])
        expect(plain(fromBytes(toBytes(left)))).toEqual(plain(left))
      }),
      { numRuns: 25 },
    )
  })
})
