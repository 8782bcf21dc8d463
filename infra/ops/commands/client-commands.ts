import * as z from 'zod/mini'
import { slug } from '../../../events/fields.ts'
import { bindPrincipal } from '../../../shared/http/bind-principal.store.ts'
import { resourceServer, scopes } from '../../../shared/http/route.ts'
import type { Suite } from '../suite/suite.ts'
import {
  addSecret,
  createClient,
  deleteClient,
  deleteSecret,
  listClients,
  secretsOf,
} from '../suite/user-pool-clients.ts'
import { command, requiredOption } from './command.ts'
import { CommandError } from './command-error.ts'

/** Sets the API's list of clients to those of the pool, whatever it was before. */
const admitAll = async (suite: Suite): Promise<number> => {
  const clients = await listClients(suite)
  await suite.admitClients(clients.map(({ id }) => id))
  return clients.length
}

const existing = async (suite: Suite, id: string): Promise<void> => {
  const clients = await listClients(suite)
  if (!clients.some((client) => client.id === id)) throw new CommandError(`No client ${id}; see client list.`)
}

const list = command({
  name: 'client list',
  summary: 'List the API clients',
  positionals: [],
  options: {},
  run: async ({ suite, say }) => {
    for (const { id, name } of await listClients(suite)) say(`${id.padEnd(28)} ${name}`)
  },
})

const create = command({
  name: 'client create',
  summary: 'Create an API client for a store and show its secret once',
  positionals: [],
  options: {
    store: { type: 'string', help: 'store that it acts for; separate several by commas' },
    name: { type: 'string', help: 'purpose, such as storefront' },
    scopes: {
      type: 'string',
      default: 'orders:read,orders:write,quality:read',
      help: 'scopes, separated by commas',
    },
  },
  run: async ({ options, suite, say }) => {
    const stores = requiredOption(options.store, 'store').split(',')
    const strange = stores.find((store) => !z.safeParse(slug, store).success)
    if (strange !== undefined)
      throw new CommandError(`A store name is lower-case words joined by hyphens, not ${strange}.`)
    const wanted = options.scopes.split(',')
    const unknown = wanted.find((scope) => !Object.hasOwn(scopes, scope))
    if (unknown !== undefined)
      throw new CommandError(`There is no scope ${unknown}. Scopes: ${Object.keys(scopes).join(', ')}`)
    const name = `${stores.join(' ')} ${requiredOption(options.name, 'name')}`
    const { id, secret } = await createClient(
      suite,
      name,
      wanted.map((scope) => `${resourceServer}/${scope}`),
    )
    await bindPrincipal(id, stores)
    await admitAll(suite)
    say(`client  ${id}`)
    say(`secret  ${secret}`)
    say(`It acts for ${stores.join(', ')}. Token endpoint: ${suite.token}. The secret is not shown again.`)
  },
})

const rotate = command({
  name: 'client rotate',
  summary: 'Add a second secret to a client; after the switch, delete the first with --finish',
  positionals: ['client id'],
  options: { finish: { type: 'boolean', help: 'delete the older of the two secrets' } },
  run: async ({ positionals: [id = ''], options, suite, say, confirm }) => {
    await existing(suite, id)
    const [older, newer] = await secretsOf(suite, id)
    if (options.finish) {
      if (older === undefined || newer === undefined) throw new CommandError(`${id} has only one secret.`)
      await confirm(
        `Delete the older secret of ${id}, created at ${new Date(older.createdAt * 1000).toISOString()}?`,
      )
      await deleteSecret(suite, id, older.id)
      say(`Deleted the older secret of ${id}. Its tokens expire within an hour.`)
      return
    }
    if (newer !== undefined)
      throw new CommandError(`${id} has two secrets already; delete the older one with --finish.`)
    say(`secret  ${await addSecret(suite, id)}`)
    say(`Both secrets of ${id} are valid. Delete the older one: npm run ops -- client rotate ${id} --finish`)
  },
})

const revoke = command({
  name: 'client revoke',
  summary: 'Delete a client; its tokens are refused within a minute',
  positionals: ['client id'],
  options: {},
  run: async ({ positionals: [id = ''], suite, say, confirm }) => {
    await existing(suite, id)
    await confirm(`Delete the client ${id}?`)
    // Delete the binding first: a token without a store gives access to nothing.
    await bindPrincipal(id, [])
    await deleteClient(suite, id)
    await admitAll(suite)
    say(`Deleted ${id}.`)
  },
})

const admit = command({
  name: 'client admit',
  summary: 'Make the API accept all clients of the pool, after a deployment that changed its authorizer',
  positionals: [],
  options: {},
  run: async ({ suite, say }) => say(`The API accepts ${await admitAll(suite)} clients.`),
})

export const clientCommands = [list, create, rotate, revoke, admit]
