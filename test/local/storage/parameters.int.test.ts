import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Parameters, startParameters } from '../../../infra/local/storage/parameters.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../shared/parameter.client.ts'

const dir = mkdtempSync(join(tmpdir(), 'parameters-'))
let parameters: Parameters

async function start(file?: string): Promise<void> {
  parameters = await startParameters(file === undefined ? {} : { file })
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SSM: parameters.url,
  })
}
afterEach(() => parameters.stop())
afterAll(() => rmSync(dir, { recursive: true }))

describe('a parameter', () => {
  it('is written, read, overwritten and deleted', async () => {
    await start()
    expect(await readParameter('/a')).toBeUndefined()
    await writeParameter('/a', 'one')
    await writeParameter('/a', 'two')
    expect(await readParameter('/a')).toBe('two')
    await deleteParameter('/a')
    await deleteParameter('/a')
    expect(await readParameter('/a')).toBeUndefined()
  })

  it('holds at most 4 KB', async () => {
    await start()
    await writeParameter('/a', 'x'.repeat(4096))
    await expect(writeParameter('/a', 'x'.repeat(4097))).rejects.toThrow('ValidationException')
  })

  it('persists across restarts in a file that only its owner can read', async () => {
    const file = join(dir, 'kept', 'parameters.json')
    await start(file)
    await writeParameter('/a', 'one')
    await parameters.stop()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await start(file)
    expect(await readParameter('/a')).toBe('one')
  })
})
