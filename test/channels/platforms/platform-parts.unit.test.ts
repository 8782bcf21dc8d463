import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { platforms as names } from '../../../events/channels/channel-schema.ts'
import type { PlatformDefinition } from '../../../functions/channels/platforms/platform.ts'
import { platforms } from '../../../functions/channels/platforms/platforms.client.ts'
import type { Receiver } from '../../../functions/channels/platforms/receiver.ts'
import { receivers } from '../../../functions/channels/platforms/receivers.ts'
import { needOf } from '../../../functions/channels/platforms/topics.ts'
import { platformSandboxes } from '../../support/sandboxes/sandboxes.ts'
import { callingPlatforms } from '../support/signed-calls.ts'
import { samples } from './platform-samples.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const folder = join(root, 'functions', 'channels', 'platforms')
const sandboxes = join(root, 'test', 'support', 'sandboxes')

/** Folders that all platforms share. */
const shared = ['credentials', 'fetch']

/** The modules that the receiver's bundle may carry besides the receivers themselves. */
const light = [
  '../account-format.ts',
  '../call.ts',
  '../receiver.ts',
  '../signature.ts',
  '../../canonical/exact-json.ts',
]

it('lists every platform folder in the enum of platforms', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).toSorted()).toEqual([...names, ...shared].toSorted())
})

describe.each(names)('the platform %s', (name) => {
  const receiver: Receiver = receivers[name]
  const definition: PlatformDefinition = platforms[name]

  it('has a light receiver.ts that imports no mapping and no client', () => {
    const source = readFileSync(join(folder, name, 'receiver.ts'), 'utf8')
    const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, path]) => path)
    expect(imports.filter((path) => !light.includes(path ?? ''))).toEqual([])
  })

  it('has a platform.client.ts, or a platform.ts when its API is never called', () => {
    const file = definition.api === undefined ? 'platform.ts' : 'platform.client.ts'
    expect(readdirSync(join(folder, name))).toContain(file)
  })

  it('maps what its topics require', () => {
    const { body, fetch } = receiver.topics
    expect([name, 'mapBody', definition.mapBody !== undefined]).toEqual([name, 'mapBody', body !== undefined])
    if (fetch !== undefined) {
      expect(definition.api?.fetch).toBeDefined()
      expect(definition.mapFetched).toBeDefined()
    }
    for (const topic of Object.keys(definition.mapBody ?? {}))
      expect([topic, needOf(receiver.topics, topic)]).toEqual([topic, 'body'])
  })

  it('accepts no account with a key separator', () => {
    const withSeparator = fc.tuple(fc.string(), fc.string()).map((parts) => parts.join('#'))
    fc.assert(fc.property(withSeparator, (account) => !receiver.account.pattern.test(account)))
  })

  it('has samples with the facts that they map to', () => {
    const own = samples.filter(({ platform }) => platform === name)
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter(({ expected }) => !existsSync(expected))).toEqual([])
  })

  it('has signed calls when it has a route', () => {
    expect(callingPlatforms.some((one) => one === name)).toBe(receiver.via === 'webhook')
  })

  it('has a sandbox when its API is called', () => {
    expect(name in platformSandboxes).toBe(definition.api !== undefined)
    expect(existsSync(join(sandboxes, `${name}.ts`))).toBe(definition.api !== undefined)
  })
})
