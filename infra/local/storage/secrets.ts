import { randomInt, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { json } from 'node:stream/consumers'
import type { CloudPart, CloudResource } from '../contracts.ts'

/** Secrets Manager: GetSecretValue for the template's secrets. */
export interface Secrets extends CloudPart {
  readonly url: string
  /** Sets a secret's value, as a rotation does; `id` is its name or ARN. */
  put(id: string, value: string): void
}

export interface SecretsOptions {
  readonly resources: readonly CloudResource[]
  /** File of generated values; in memory by default. */
  readonly file?: string
  readonly port?: number
}

interface Secret {
  readonly arn: string
  readonly name: string
  value: string
  versionId: string
  createdAt: number
}

/** Starts Secrets Manager; values come from `SecretString` or are generated as the template defines. */
export async function startSecrets({ resources, file, port = 0 }: SecretsOptions): Promise<Secrets> {
  const kept = file === undefined ? {} : readKept(file)
  const secrets = resources
    .filter(({ type }) => type === 'AWS::SecretsManager::Secret')
    .map(({ arn, properties }): Secret => {
      const name = arn
        .split(':')
        .at(-1)!
        .replace(/-[^-]{6}$/, '')
      const value = properties.SecretString ?? kept[name] ?? generate(properties.GenerateSecretString ?? {})
      return { arn, name, value, versionId: randomUUID(), createdAt: Date.now() }
    })
  keep()

  function keep(): void {
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    const values = Object.fromEntries(secrets.map(({ name, value }) => [name, value]))
    writeFileSync(file, JSON.stringify(values), { mode: 0o600 })
  }

  const find = (id: unknown) => secrets.find(({ arn, name }) => id === arn || id === name)

  function answer(target: string | undefined, body: unknown): { status: number; body: object } {
    if (target !== 'secretsmanager.GetSecretValue') {
      return refuse('InvalidAction', 'Only GetSecretValue is served here')
    }
    const secret = find((body as { SecretId?: unknown }).SecretId)
    if (secret === undefined) {
      return refuse('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    }
    const { arn, name, value, versionId, createdAt } = secret
    const version = { VersionId: versionId, VersionStages: ['AWSCURRENT'], CreatedDate: createdAt / 1000 }
    return { status: 200, body: { ARN: arn, Name: name, SecretString: value, ...version } }
  }

  const server = createServer((request, response) => {
    json(request)
      .then((body) => answer(request.headers['x-amz-target']?.toString(), body))
      .catch((error: Error) => refuse('SerializationException', error.message))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
      })
      .catch(() => response.destroy())
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put(id, value) {
      const secret = find(id)
      if (secret === undefined) throw new Error(`There is no secret ${id}`)
      Object.assign(secret, { value, versionId: randomUUID(), createdAt: Date.now() })
      keep()
    },
    pending: () => 0,
    stop: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

function refuse(type: string, message: string): { status: number; body: object } {
  return { status: 400, body: { __type: type, message } }
}

function readKept(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/** `GenerateSecretString`: a password, inside a JSON object when a template and a key are given. */
function generate(rules: CloudResource['properties']): string {
  const left: string = rules.ExcludeCharacters ?? ''
  const sets = [
    rules.ExcludeLowercase ? '' : LOWER,
    rules.ExcludeUppercase ? '' : UPPER,
    rules.ExcludeNumbers ? '' : DIGITS,
    rules.ExcludePunctuation ? '' : PUNCTUATION,
  ]
  const alphabet = [...sets.join('')].filter((char) => !left.includes(char))
  const password = Array.from(
    { length: rules.PasswordLength ?? 32 },
    () => alphabet[randomInt(alphabet.length)],
  )
  if (rules.GenerateStringKey === undefined) return password.join('')
  const around = JSON.parse(rules.SecretStringTemplate ?? '{}') as object
  return JSON.stringify({ ...around, [rules.GenerateStringKey]: password.join('') })
}
