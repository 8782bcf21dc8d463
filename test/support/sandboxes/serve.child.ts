import { putSamples, sampleAccounts } from './sample-documents.ts'
import { startSandboxes } from './sandboxes.ts'

/**
 * Serves the sandboxes with the samples as a process of its own, for `npm start`. It prints one line of JSON
 * with the URLs and the accounts of the samples, and ends with its standard input.
 */
const sandboxes = await startSandboxes()
putSamples(sandboxes)
process.stdout.write(`${JSON.stringify({ urls: sandboxes.urls, accounts: sampleAccounts })}\n`)
process.stdin.resume().once('end', () => void sandboxes.stop())
