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

/** The API's list of clients is made of the pool's, so that it is right again whatever it was. */
const admitAll = async (suite: Suite): Promise<number> => {
  const clients = await listClients(suite)
  await suite.admitClients(clients.map(({ id }) => id))
  return clients.length
}

const known = async (suite: Suite, id: string): Promise<void> => {
  const clients = await listClients(suite)
  if (!clients.some((client) => client.id === id))
    throw new CommandError(`there is no client ${id}: client list`)
}

const list = command({
  name: 'client list',
  summary: 'Tell which clients may ask for tokens',
  positionals: [],
  options: {},
  run: async ({ suite, say }) => {
    for (const { id, name } of await listClients(suite)) say(`${id.padEnd(28)} ${name}`)
  },
})

const create = command({
  name: 'client create',
  summary: 'Create a client for a store’s integration and tell its secret, once',
  positionals: [],
  options: {
    store: { type: 'string', help: 'the store that it acts for; several, separated by commas' },
    name: { type: 'string', help: 'what it is for, such as storefront' },
    scopes: {
      type: 'string',
      default: 'orders:read,orders:write,quality:read',
      help: 'what it may do, separated by commas',
    },
  },
  run: async ({ options, suite, say }) => {
    const stores = requiredOption(options.store, 'store').split(',')
    const strange = stores.find((store) => !z.safeParse(slug, store).success)
    if (strange !== undefined)
      throw new CommandError(`a store is lower-case words joined by hyphens, not ${strange}`)
    const wanted = options.scopes.split(',')
    const unknown = wanted.find((scope) => !Object.hasOwn(scopes, scope))
    if (unknown !== undefined)
      throw new CommandError(`there is no scope ${unknown}; there are ${Object.keys(scopes).join(', ')}`)
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
    say(
      `It acts for ${stores.join(', ')}; tokens are given at ${suite.token}. The secret is not shown again.`,
    )
  },
})

const rotate = command({
  name: 'client rotate',
  summary: 'Give a client a second secret; when its user has changed over, end the first with --finish',
  positionals: ['client id'],
  options: { finish: { type: 'boolean', help: 'end the older of the two secrets' } },
  run: async ({ positionals: [id = ''], options, suite, say, confirm }) => {
    await known(suite, id)
    const [older, newer] = await secretsOf(suite, id)
    if (options.finish) {
      if (older === undefined || newer === undefined) throw new CommandError(`${id} has one secret only`)
      await confirm(`End the older secret of ${id}, of ${new Date(older.createdAt * 1000).toISOString()}?`)
      await deleteSecret(suite, id, older.id)
      say(`The older secret of ${id} gives no more tokens; those that it gave end within an hour.`)
      return
    }
    if (newer !== undefined)
      throw new CommandError(`${id} has two secrets already: end the older one with --finish`)
    say(`secret  ${await addSecret(suite, id)}`)
    say(`Both secrets of ${id} are valid. End the older one: npm run ops -- client rotate ${id} --finish`)
  },
})

const revoke = command({
  name: 'client revoke',
  summary: 'End a client: it gets no more tokens, and those that it has are refused within a minute',
  positionals: ['client id'],
  options: {},
  run: async ({ positionals: [id = ''], suite, say, confirm }) => {
    await known(suite, id)
    await confirm(`End the client ${id} for good?`)
    // First the binding: without a store a token opens nothing, whoever still holds one.
    await bindPrincipal(id, [])
    await deleteClient(suite, id)
    await admitAll(suite)
    say(`${id} is ended.`)
  },
})

const admit = command({
  name: 'client admit',
  summary:
    'Let the API take the tokens of all clients of the pool, after a deployment that changed its authorizer',
  positionals: [],
  options: {},
  run: async ({ suite, say }) => say(`The API takes the tokens of ${await admitAll(suite)} clients.`),
})

export const clientCommands = [list, create, rotate, revoke, admit]
