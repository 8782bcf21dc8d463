import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { commands } from '../../infra/ops/commands/commands.ts'
import { runCommand } from '../../infra/ops/commands/run-command.ts'
import type { Suite } from '../../infra/ops/suite/suite.ts'

/** What the API was asked, and what it answers. */
const asked: object[] = []
let answer = { status: 200, body: {} as object }

const server = createServer((request, response) => {
  void text(request).then((body) => {
    if (request.url === '/token') {
      response.end(JSON.stringify({ access_token: 'a-token' }))
      return
    }
    const { authorization, 'if-match': ifMatch, 'retaguarda-store': store } = request.headers
    asked.push({ line: `${request.method} ${request.url}`, authorization, ifMatch, store, body })
    response.writeHead(answer.status).end(JSON.stringify(answer.body))
  })
})
let url: string

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})
beforeEach(() => {
  asked.length = 0
})

async function ops(args: string, client: ReturnType<Suite['clientOf']>) {
  const output: string[] = []
  const suite = { api: url, token: `${url}/token`, resources: [], clientOf: () => client } as unknown as Suite
  const say = (line: string) => void output.push(line)
  const terminal = { say, complain: say, ask: () => Promise.resolve(undefined) }
  const code = await runCommand(commands, args.split(' '), () => Promise.resolve(suite), terminal)
  return { code, output: output.join('\n') }
}

const client = { id: 'shop', secret: 'secret' }

describe('npm run ops -- connection', () => {
  it.each(['pause', 'resume'])('asks the API to %s it, at any version', async (way) => {
    answer = { status: 200, body: { status: 'as-it-is' } }
    const { code, output } = await ops(`connection ${way} con_1 --store loja-azul`, client)
    expect([code, output]).toEqual([0, 'con_1 is as-it-is'])
    expect(asked).toEqual([
      {
        line: `POST /channels/connections/con_1/${way}`,
        authorization: 'Bearer a-token',
        ifMatch: '*',
        store: 'loja-azul',
        body: '{}',
      },
    ])
  })

  it('reports the API’s error, and a deployment without channels', async () => {
    const pause = 'connection pause con_1 --store loja-azul'
    answer = { status: 404, body: { code: 'not-found', detail: 'there is no connection with this id' } }
    expect(await ops(pause, client)).toMatchObject({
      code: 1,
      output: expect.stringContaining('404 not-found'),
    })
    answer = { status: 404, body: { message: 'Not Found' } }
    expect((await ops(pause, client)).output).toContain('This deployment has no channels.')
    expect((await ops(pause, undefined)).output).toContain('RETAGUARDA_CLIENT_ID')
  })
})
