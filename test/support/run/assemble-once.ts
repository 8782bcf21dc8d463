import { assemble } from '../../../infra/start/assemble.ts'

// A separate process, since the jest setup would transform the imports of the build.
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Pass a folder for the assembled app.')
process.stdout.write((await assemble({ folder })).assembly)
