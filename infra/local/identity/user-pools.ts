import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { CloudClock, CloudPart } from '../contracts.ts'

/** A machine client of a user pool; it has two secrets during a rotation. */
export interface PoolClient {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly secrets: readonly ClientSecret[]
}

interface ClientSecret {
  readonly id: string
  readonly value: string
  /** Seconds since the epoch. */
  readonly createdAt: number
}

/** Cognito's API for managing machine clients; all pools are one here. */
export interface UserPools extends CloudPart {
  readonly url: string
  readonly clients: ReadonlyMap<string, PoolClient>
}

export interface UserPoolsOptions {
  readonly clock: CloudClock
  /** Initial clients with their secrets. */
  readonly clients: readonly {
    readonly id: string
    readonly secret: string
    readonly scopes: readonly string[]
  }[]
}

type Input = Readonly<Record<string, unknown>>
type Operation = (input: Input) => object

/** An error of Cognito; its message is the error's name. */
class PoolRefusal extends Error {}

const secretsAtOnce = 2

/** Starts the part of Cognito's API that creates, lists, rotates and deletes machine clients. */
export async function startUserPools({ clock, clients: first }: UserPoolsOptions): Promise<UserPools> {
  const secretOf = (value: string): ClientSecret => ({
    id: randomUUID(),
    value,
    createdAt: clock.now() / 1000,
  })
  const newSecret = () => secretOf(randomBytes(24).toString('hex'))
  const clients = new Map<string, PoolClient>(
    first.map(({ id, secret, scopes }) => [id, { id, name: id, scopes, secrets: [secretOf(secret)] }]),
  )

  function clientOf({ ClientId }: Input): PoolClient {
    const client = clients.get(String(ClientId))
    if (client === undefined) throw new PoolRefusal('ResourceNotFoundException')
    return client
  }

  const operations: Readonly<Record<string, Operation>> = {
    CreateUserPoolClient: ({ ClientName, AllowedOAuthScopes = [] }) => {
      const client = {
        id: randomBytes(13).toString('hex'),
        name: String(ClientName),
        scopes: AllowedOAuthScopes as string[],
        secrets: [newSecret()],
      }
      clients.set(client.id, client)
      return { UserPoolClient: { ...described(client), ClientSecret: client.secrets[0]?.value } }
    },
    ListUserPoolClients: () => ({ UserPoolClients: [...clients.values()].map(described) }),
    DeleteUserPoolClient: (input) => {
      clients.delete(clientOf(input).id)
      return {}
    },
    ListUserPoolClientSecrets: (input) => ({
      ClientSecrets: clientOf(input).secrets.map(({ id, createdAt }) => ({
        ClientSecretId: id,
        ClientSecretCreateDate: createdAt,
      })),
    }),
    AddUserPoolClientSecret: (input) => {
      const client = clientOf(input)
      if (client.secrets.length >= secretsAtOnce) throw new PoolRefusal('LimitExceededException')
      const added = newSecret()
      clients.set(client.id, { ...client, secrets: [...client.secrets, added] })
      return {
        ClientSecretDescriptor: {
          ClientSecretId: added.id,
          ClientSecretValue: added.value,
          ClientSecretCreateDate: added.createdAt,
        },
      }
    },
    DeleteUserPoolClientSecret: (input) => {
      const client = clientOf(input)
      const secrets = client.secrets.filter(({ id }) => id !== input['ClientSecretId'])
      if (secrets.length === client.secrets.length) throw new PoolRefusal('ResourceNotFoundException')
      // "You cannot delete the last remaining secret for an app client."
      if (secrets.length === 0) throw new PoolRefusal('InvalidParameterException')
      clients.set(client.id, { ...client, secrets })
      return {}
    },
  }

  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    json(request)
      .then((input) => ({ status: 200, body: run(operations[operation], input as Input) }))
      .catch((error: Error) => ({
        status: 400,
        body: { __type: error instanceof PoolRefusal ? error.message : 'SerializationException' },
      }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
      })
      .catch(() => response.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clients,
    pending: () => 0,
    stop: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

function run(operation: Operation | undefined, input: Input): object {
  if (operation === undefined) throw new PoolRefusal('UnknownOperationException')
  return operation(input)
}

const described = ({ id, name }: PoolClient) => ({ ClientId: id, ClientName: name })
