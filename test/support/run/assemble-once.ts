import { assemble } from '../../../infra/start/assemble.ts'

// A process of its own: jest's setup transforms what it imports, and the build is best left as it is.
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('a folder for the assembled app is expected')
process.stdout.write((await assemble({ folder })).assembly)
