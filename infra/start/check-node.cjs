// Preloaded by `npm start`. Uses only old syntax, because old versions cannot parse the files loaded after it.
const needed = 24
if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error(`Node ${needed} is needed, and this is Node ${process.versions.node}.`)
  console.error('It comes with the packages: run `npm ci` (with install scripts allowed), then `npm start`.')
  process.exit(1)
}
