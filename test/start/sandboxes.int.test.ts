import { startSandboxProcess } from '../../infra/start/sandboxes.ts'

describe('the sandboxes of npm start', () => {
  it('hold the samples, answer as the platforms do, and stop on request', async () => {
    const { urls, variables, stop } = await startSandboxProcess()
    expect(JSON.parse(variables['CHANNEL_SANDBOXES'] ?? '')).toEqual(urls)
    const order = `${urls['mercado-livre']}/orders/2000012345678901234`
    try {
      const refused = await fetch(order)
      expect(refused.status).toBe(401)
      const served = await fetch(order, { headers: { authorization: 'Bearer APP_USR-sandbox-0' } })
      expect(await served.text()).toContain('"id":2000012345678901234,')
    } finally {
      await stop()
    }
    await expect(fetch(order)).rejects.toThrow('fetch failed')
  })

  it('accept documents and faults from another process', async () => {
    const { urls, stop } = await startSandboxProcess()
    const base = urls['nuvemshop'] ?? ''
    const read = () =>
      fetch(`${base}/v1/1/orders/9`, {
        headers: { authentication: 'bearer sandbox-token', 'user-agent': 'test' },
      })
    try {
      await fetch(`${base}/.sandbox/documents/v1/1/orders/9`, { method: 'PUT', body: '{"id":9.10}' })
      const fault = { fault: { kind: 'failing', status: 503 }, path: '/v1/1/orders' }
      await fetch(`${base}/.sandbox/faults`, { method: 'POST', body: JSON.stringify(fault) })
      expect((await read()).status).toBe(503)
      expect(await (await read()).text()).toBe('{"id":9.10}')
    } finally {
      await stop()
    }
  })
})
