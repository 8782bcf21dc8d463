import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod/mini'
import { slug } from '../events/fields.ts'
import { bindPrincipal } from '../shared/http/bind-principal.store.ts'
import { defaultOutdir } from './build.ts'
import { stageNamed } from './stage.ts'

const usage = `npm run bind -- --client ID --store NAME [--store NAME ...] [--stage dev|prod] [--table NAME]

Lets a client of the API act for one or several stores; replaces what it was bound to.
The table is the one that the last deployment of the stage wrote to dist/outputs.json, unless --table names it.
Credentials and region are those of the AWS CLI.`

interface Binding {
  readonly client: string
  readonly stores: readonly string[]
  readonly table: string
}

/** Reads the command line. Error: what is missing. */
function readBinding(args: readonly string[], outputsFile: string): Binding {
  const { values } = parseArgs({
    args: [...args],
    options: {
      client: { type: 'string' },
      store: { type: 'string', multiple: true },
      stage: { type: 'string', default: 'dev' },
      table: { type: 'string' },
    },
  })
  const { client, store: stores = [], table } = values
  if (client === undefined || client === '') throw new Error('Missing option: --client')
  if (stores.length === 0) throw new Error('Missing option: --store')
  const strange = stores.find((store) => !z.safeParse(slug, store).success)
  if (strange !== undefined)
    throw new Error(`A store name is lower-case words joined by hyphens, not ${strange}.`)
  return { client, stores, table: table ?? deployedTable(stageNamed(values.stage).name, outputsFile) }
}

function deployedTable(stage: string, outputsFile: string): string {
  const outputs = existsSync(outputsFile)
    ? (JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>)
    : {}
  const table = outputs[`retaguarda-${stage}-suite`]?.['TableName']
  if (table === undefined)
    throw new Error(`${outputsFile} has no deployment of ${stage}. Deploy it, or pass --table.`)
  return table
}

if (import.meta.main) {
  try {
    const { client, stores, table } = readBinding(process.argv.slice(2), join(defaultOutdir, 'outputs.json'))
    process.env['TABLE_NAME'] = table
    await bindPrincipal(client, stores)
    console.log(`${client} now acts for ${stores.join(', ')}; running functions see it within a minute.`)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exitCode = 1
  }
}
