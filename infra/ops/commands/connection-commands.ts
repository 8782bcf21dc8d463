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
      `${idVariable} and ${secretVariable} are expected: of a client of ${store} with channels:write`,
    )
  const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64')
  const response = await fetch(suite.token, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = (await response.json()) as { readonly access_token?: string }
  if (token === undefined)
    throw new CommandError(`${suite.token} gives ${client.id} no token: status ${response.status}`)
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
      // Whatever it is at: what is wanted holds for any version of it.
      'if-match': '*',
    },
    body: '{}',
  })
  const answer = (await response.json()) as Problem & { readonly status?: unknown }
  if (response.ok) return String(answer.status)
  if (response.status === 404 && answer.code === undefined)
    throw new CommandError('this deployment has no channels')
  throw new CommandError(
    `the API says ${response.status} ${answer.code ?? ''}: ${answer.detail ?? 'no reason'}`,
  )
}

const options = {
  store: { type: 'string', help: 'the store of the connection' },
} satisfies Record<string, Option>

const notes = `On AWS it takes a client of the store from ${idVariable} and ${secretVariable}.`

const pause = command({
  name: 'connection pause',
  summary: 'Keep what comes in by a channel’s connection without working on it',
  notes: `${notes} Nothing is lost: what came in meanwhile is worked on after connection resume.`,
  positionals: ['connection id'],
  options,
  run: async ({ positionals: [id = ''], options, suite, say }) =>
    say(`${id} is ${await turn(suite, requiredOption(options.store, 'store'), id, 'pause')}`),
})

const resume = command({
  name: 'connection resume',
  summary: 'Work again on what comes in by a channel’s connection, and on what was kept',
  notes,
  positionals: ['connection id'],
  options,
  run: async ({ positionals: [id = ''], options, suite, say }) =>
    say(`${id} is ${await turn(suite, requiredOption(options.store, 'store'), id, 'resume')}`),
})

export const connectionCommands = [pause, resume]
