import type { AggregateState, Decision, Happened } from '../../shared/decision.ts'
import type { AggregateKind, OutboxRecord } from '../../shared/table/aggregate.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import type { KindName, PartitionKey } from '../../shared/table/keys.ts'
import { list } from '../../shared/table/list.store.ts'
import { find, findAnswer, load, loadMany } from '../../shared/table/load.store.ts'
import { unpack } from '../../shared/table/packed.ts'
import { fixedNow } from '../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'

/** A note on a board: a minimal aggregate. */
interface Note extends AggregateState {
  readonly text: string
  readonly pinned?: boolean
}

const notes: AggregateKind<Note> = {
  name: 'NOTE' as KindName,
  slice: 'board',
  type: 'note',
  retention: 'business',
  index: ({ store, id, pinned }) =>
    pinned ? { gsi1pk: `S#${store}#PINNED` as PartitionKey, gsi1sk: id } : {},
}
const tasks: AggregateKind<Note> = {
  name: 'TASK' as KindName,
  slice: 'board',
  type: 'task',
  retention: 'business',
}

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const cause = { actor: { type: 'person', id: 'ana' }, causationId: 'r', correlationId: 'c' } as const
const written: Happened = { type: 'note.written', data: {} }
const note = (id: string, version = 1, more: Partial<Note> = {}): Note => ({
  store: 'loja-azul',
  id,
  version,
  text: `${id} ${version}`,
  ...more,
})
const wrote = (next: Note, events: readonly Happened[] = [written]): Decision<Note> => ({ next, events })
const put = (...states: Note[]) =>
  commit(
    states.map((state) => change(notes, wrote(state))),
    cause,
    { at: fixedNow },
  )
const found = (id: string) => find(notes, 'loja-azul', id)
const stale = expect.objectContaining({ code: 'stale-version' })

describe('committing', () => {
  it('writes a version with its events, and replaces it with the next one', async () => {
    expect(await put(note('a'))).toEqual({ outcome: 'committed' })
    expect(await put(note('a', 2))).toEqual({ outcome: 'committed' })
    expect(await found('a')).toEqual(note('a', 2))
    const [item] = await stage.table.partition('S#loja-azul#NOTE#a')
    expect(item).toMatchObject({ sk: { S: 'NOTE' }, version: { N: '2' }, outbox: { S: 'board' } })
    expect(unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord).toEqual({
      type: 'note',
      id: 'a',
      at: fixedNow,
      cause,
      events: [written],
    })
  })

  it('recognises its own write when the response was lost and the SDK retries', async () => {
    await put(note('lost'))
    expect(await put(note('lost', 2))).toEqual({ outcome: 'committed' })
    expect(await put(note('lost', 2))).toEqual({ outcome: 'committed' })
    expect(await found('lost')).toEqual(note('lost', 2))
  })

  it('rejects a version that is not the next one', async () => {
    await put(note('b'))
    await put(note('b', 2))
    const another = { ...cause, causationId: 'another request' }
    for (const version of [2, 4]) {
      const again = [change(notes, wrote(note('b', version)))]
      await expect(commit(again, another, { at: fixedNow })).rejects.toThrow(stale)
    }
    await expect(put(note('never', 2))).rejects.toThrow(stale)
    expect(await found('b')).toEqual(note('b', 2))
    expect(await found('never')).toBeUndefined()
  })

  it('reports an existing aggregate with its newest version', async () => {
    await put(note('c'))
    await put(note('c', 2))
    expect(await put(note('c', 1, { text: 'another' }))).toEqual({ outcome: 'exists', current: note('c', 2) })
  })

  it('writes all changes or none', async () => {
    await put(note('d'))
    await expect(put(note('e'), note('d', 7))).rejects.toThrow(stale)
    expect(await found('e')).toBeUndefined()
    expect(await put(note('e'), note('d', 2))).toEqual({ outcome: 'committed' })
    expect([await found('e'), await found('d')]).toEqual([note('e'), note('d', 2)])
  })

  it('writes nothing without events, unless withoutEvents is set', async () => {
    const nothing = [change(notes, wrote(note('f'), []))]
    expect(await commit(nothing, cause, { at: fixedNow })).toEqual({ outcome: 'committed' })
    expect(await found('f')).toBeUndefined()
    await commit(nothing, cause, { at: fixedNow, withoutEvents: true })
    expect(await found('f')).toEqual(note('f'))
    const [item] = await stage.table.partition('S#loja-azul#NOTE#f')
    expect(item).not.toHaveProperty('outbox')
    expect(item).not.toHaveProperty('happened')
  })

  it('accepts one of twenty concurrent changes', async () => {
    await put(note('g'))
    const tried = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => put(note('g', 2, { text: `${n}` }), note(`g-${n}`))),
    )
    const won = tried.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []))
    expect(won).toHaveLength(1)
    expect((await found('g'))?.text).toBe(`${won[0]}`)
    const beside = await Promise.all(Array.from({ length: 20 }, (_, n) => found(`g-${n}`)))
    expect(beside.filter((one) => one !== undefined)).toHaveLength(1)
  })

  it('rejects a change that is too large for the bus', async () => {
    const tooLarge = note('h', 1, { text: 'é'.repeat(100_000) })
    await expect(put(tooLarge)).rejects.toThrow(expect.objectContaining({ code: 'event-too-large' }))
    expect(await found('h')).toBeUndefined()
  })

  it('stores the first response under a key for two days, and replays it', async () => {
    const marker = (status: number, requestHash = 'one') => ({
      id: 'key-1',
      store: 'loja-azul',
      requestHash,
      answer: { status, headers: { etag: '"1"' }, body: { hello: 'world' } },
    })
    const under = (state: Note, status: number) =>
      commit([change(notes, wrote(state))], cause, { at: fixedNow, marker: marker(status) })
    expect(await under(note('i'), 201)).toEqual({ outcome: 'committed' })
    const { id: _, store: __, ...kept } = marker(201)
    expect(await under(note('j'), 500)).toEqual({ outcome: 'answered', ...kept })
    expect(await found('j')).toBeUndefined()
    expect(await findAnswer('loja-azul', 'key-1')).toEqual(kept)
    expect(await findAnswer('loja-verde', 'key-1')).toBeUndefined()
    const [item] = await stage.table.partition('S#loja-azul#ANSWER#key-1')
    expect(Number(item?.['ttl']?.N)).toBe(Date.parse(fixedNow) / 1000 + 2 * 86_400)
  })

  it('separates kinds and stores', async () => {
    await put(note('k'))
    await commit([change(tasks, wrote(note('k', 1, { text: 'task' })))], cause, { at: fixedNow })
    await put({ ...note('k'), store: 'loja-verde', text: 'green' })
    expect((await found('k'))?.text).toBe('k 1')
    expect((await find(tasks, 'loja-azul', 'k'))?.text).toBe('task')
    expect((await find(notes, 'loja-verde', 'k'))?.text).toBe('green')
  })
})

describe('loading', () => {
  it('treats an id of another store as unknown', async () => {
    await put(note('l'))
    const missing = expect.objectContaining({ code: 'not-found', message: 'No note with this id.' })
    await expect(load(notes, 'loja-verde', 'l')).rejects.toThrow(missing)
    await expect(load(notes, 'loja-azul', 'nothing')).rejects.toThrow(missing)
    expect(await load(notes, 'loja-azul', 'l')).toEqual(note('l'))
  })

  it('loads several aggregates in the requested order, without missing ones', async () => {
    await Promise.all(['m', 'n', 'o'].map((id) => put(note(id))))
    const loaded = await loadMany(notes, 'loja-azul', ['o', 'gone', 'm', 'n'])
    expect(loaded.map(({ id }) => id)).toEqual(['o', 'm', 'n'])
    expect(await loadMany(notes, 'loja-azul', [])).toEqual([])
  })
})

describe('listing', () => {
  const pinned = (more: object = {}) =>
    list(notes, 'loja-pin', {
      index: 'gsi1',
      partitions: ['S#loja-pin#PINNED' as PartitionKey],
      limit: 2,
      ...more,
    })

  it('lists both directions in pages, without removed entries', async () => {
    const pin = (id: string) => put({ ...note(id), store: 'loja-pin', pinned: true })
    await Promise.all(['p1', 'p2', 'p3', 'p4', 'p5'].map(pin))
    await put({ ...note('p3', 2), store: 'loja-pin' })
    const listAll = async (descending: boolean) => {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await pinned({ descending, after })
        seen.push(...page.items.map(({ id }) => id))
        after = page.next
      } while (after !== undefined)
      return seen
    }
    expect(await listAll(false)).toEqual(['p1', 'p2', 'p4', 'p5'])
    expect(await listAll(true)).toEqual(['p5', 'p4', 'p2', 'p1'])
    expect((await pinned({ before: 'p4', limit: 10 })).items.map(({ id }) => id)).toEqual(['p1', 'p2'])
  })

  it('filters by the newest version', async () => {
    const page = await list(
      notes,
      'loja-pin',
      { index: 'gsi1', partitions: ['S#loja-pin#PINNED' as PartitionKey], limit: 10 },
      ({ id }) => id !== 'p1',
    )
    expect(page.items.map(({ id }) => id)).toEqual(['p2', 'p4', 'p5'])
  })
})
