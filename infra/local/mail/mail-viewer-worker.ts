/**
 * Runs aws-ses-v2-local in a thread of its own: it keeps its messages in module state, which two clouds in one
 * process would otherwise share. Posts its port to the parent once it listens.
 */
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'
import ses from 'aws-ses-v2-local'

const server = await ses.default({ host: '127.0.0.1', port: 0 })
parentPort?.postMessage((server.address() as AddressInfo).port)
