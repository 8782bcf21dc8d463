import type { Plugin } from 'esbuild'

const refuse = (generator: string): string =>
  `export function* ${generator}() {
     throw new Error('entities are flat: schemas of records, maps, sets, tuples and unions are left out of the bundles')
   }`

/**
 * Leaves out of the bundles what dynamodb-toolbox parses and formats inside attributes (11 KB): all that the entities
 * of the suite have there is packed, and a list of strings. A schema of another kind is refused where it is used.
 * So are conditions of kinds that no query or write uses (2 KB).
 */
export const flatEntities: Plugin = {
  name: 'flat-entities',
  setup(build) {
    const kinds =
      /[\\/]dynamodb-toolbox[\\/].+[\\/]schema[\\/]actions[\\/](parse|format)[\\/](record|map|set|tuple|anyOf)\.js$/
    build.onLoad({ filter: kinds }, ({ path }) => {
      const [, action, kind] = kinds.exec(path) ?? []
      return { contents: refuse(`${kind}Schema${action === 'parse' ? 'Parser' : 'Formatter'}`) }
    })
    const conditions =
      /[\\/]dynamodb-toolbox[\\/].+[\\/]parseCondition[\\/](transform|express)Condition[\\/]conditions[\\/](contains|in|type)\.js$/
    build.onLoad({ filter: conditions }, ({ path }) => {
      const [, action = '', kind = ''] = conditions.exec(path) ?? []
      const name = `${action}${kind.charAt(0).toUpperCase()}${kind.slice(1)}Condition`
      return {
        contents: `export const ${name} = () => {
          throw new Error('conditions contains, in and type are left out of the bundles')
        }`,
      }
    })
    build.onLoad({ filter: /[\\/]dynamodb-toolbox[\\/].+[\\/]schema[\\/]anyOf[\\/]schema\.js$/ }, () => ({
      contents: 'export class AnyOfSchema {}',
    }))
  },
}
