import { optionalEnv } from '../../../shared/env.ts'
import type { Suite } from '../suite/suite.ts'
import { command, type Option, requiredOption } from './command.ts'
import { CommandError } from './command-error.ts'

interface Problem {
  readonly code?: string
  readonly detail?: string
}

const idVariable = 'RETAGUARDA_CLIENT_ID'
const secretVariable = 'RETAGUARDA_CLIENT_SECRET'

async function tokenOf(suite: Suite, store: string): Promise<string> {
  const [id, secret] = [optionalEnv(idVariable), optionalEnv(secretVariable)]
  const client = id !== undefined && secret !== undefined ? { id, secret } : suite.clientOf(store)
  if (client === undefined)
    throw new CommandError(
      `Set ${idVariable} and ${secretVariable} to a client of ${store} with the scope channels:write.`,
    )
  const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64')
  const response = await fetch(suite.token, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = (await response.json()) as { readonly access_token?: string }
  if (token === undefined)
    throw new CommandError(`${suite.token} refused ${client.id}: status ${response.status}`)
  return token
}

async function turn(suite: Suite, store: string, id: string, way: 'pause' | 'resume'): Promise<string> {
  const token = await tokenOf(suite, store)
  const response = await fetch(`${suite.api}/channels/connections/${encodeURIComponent(id)}/${way}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'retaguarda-store': store,
      // Applies to any version of the connection.
      'if-match': '*',
    },
    body: '{}',
  })
  const answer = (await response.json()) as Problem & { readonly status?: unknown }
  if (response.ok) return String(answer.status)
  if (response.status === 404 && answer.code === undefined)
    throw new CommandError('This deployment has no channels.')
  throw new CommandError(`API error ${response.status} ${answer.code ?? ''}: ${answer.detail ?? 'no detail'}`)
}

const options = {
  store: { type: 'string', help: 'store of the connection' },
} satisfies Record<string, Option>

const notes = `On AWS, set ${idVariable} and ${secretVariable} to a client of the store.`

const pause = command({
  name: 'connection pause',
  summary: 'Store the deliveries of a connection without processing them',
  notes: `${notes} Nothing is lost: connection resume processes the stored deliveries.`,
  positionals: ['connection id'],
  options,
  run: async ({ positionals: [id = ''], options, suite, say }) =>
    say(`${id} is ${await turn(suite, requiredOption(options.store, 'store'), id, 'pause')}`),
})

const resume = command({
  name: 'connection resume',
  summary: 'Process the deliveries of a connection again, including the stored ones',
  notes,
  positionals: ['connection id'],
  options,
  run: async ({ positionals: [id = ''], options, suite, say }) =>
    say(`${id} is ${await turn(suite, requiredOption(options.store, 'store'), id, 'resume')}`),
})

export const connectionCommands = [pause, resume]
