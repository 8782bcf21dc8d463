import { putSamples, sampleAccounts } from './sample-documents.ts'
import { startSandboxes } from './sandboxes.ts'

/**
 * Serves the sandboxes, with the samples in them, as a process of its own: `npm start` runs it. The one line that it
 * prints says where they answer and whose samples they hold, as JSON; it ends with its standard input.
 */
const sandboxes = await startSandboxes()
putSamples(sandboxes)
process.stdout.write(`${JSON.stringify({ urls: sandboxes.urls, accounts: sampleAccounts })}\n`)
process.stdin.resume().once('end', () => void sandboxes.stop())
