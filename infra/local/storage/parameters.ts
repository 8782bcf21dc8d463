import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { json } from 'node:stream/consumers'
import type { CloudPart } from '../contracts.ts'

/** Parameter store of Systems Manager, for single parameters. */
export interface Parameters extends CloudPart {
  readonly url: string
}

export interface ParametersOptions {
  /** File of the values, readable by its owner only; in memory by default. */
  readonly file?: string
}

interface Kept {
  readonly value: string
  readonly type: string
  readonly version: number
}

interface Answer {
  readonly status: number
  readonly body: object
}

/** Maximum size of a standard parameter. */
const LARGEST_VALUE = 4096

/** Starts the parameter store ("AWS Systems Manager API Reference": GetParameter, PutParameter, DeleteParameter). */
export async function startParameters({ file }: ParametersOptions = {}): Promise<Parameters> {
  const parameters = new Map<string, Kept>(file === undefined ? [] : readKept(file))

  function keep(): void {
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify([...parameters]), { mode: 0o600 })
  }

  function answer(operation: string, input: Record<string, unknown>): Answer {
    const name = String(input['Name'])
    const existing = parameters.get(name)
    switch (operation) {
      case 'AmazonSSM.GetParameter': {
        if (existing === undefined) return refuse('ParameterNotFound')
        const { value, type, version } = existing
        const sealed = type === 'SecureString' && input['WithDecryption'] !== true
        const Value = sealed ? Buffer.from(`sealed ${value.length}`).toString('base64') : value
        return said({ Parameter: { Name: name, Type: type, Value, Version: version } })
      }
      case 'AmazonSSM.PutParameter': {
        const value = String(input['Value'])
        if (existing !== undefined && input['Overwrite'] !== true) return refuse('ParameterAlreadyExists')
        if (Buffer.byteLength(value) > LARGEST_VALUE) return refuse('ValidationException')
        const version = (existing?.version ?? 0) + 1
        parameters.set(name, { value, type: String(input['Type'] ?? 'String'), version })
        keep()
        return said({ Version: version, Tier: 'Standard' })
      }
      case 'AmazonSSM.DeleteParameter':
        if (!parameters.delete(name)) return refuse('ParameterNotFound')
        keep()
        return said({})
      default:
        return refuse('InvalidAction')
    }
  }

  const server = createServer((request, response) => {
    json(request)
      .then((input) => answer(String(request.headers['x-amz-target']), input as Record<string, unknown>))
      .catch((): Answer => refuse('SerializationException'))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
      })
      .catch(() => response.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pending: () => 0,
    stop: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

const said = (body: object): Answer => ({ status: 200, body })
const refuse = (type: string): Answer => ({ status: 400, body: { __type: type, message: type } })

function readKept(file: string): [string, Kept][] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as [string, Kept][]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
