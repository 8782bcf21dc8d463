import type { Plugin } from 'esbuild'

/** Schemas of nested attributes; dynamodb-toolbox parses and formats each in a file of its own. */
const nested = ['record', 'map', 'set', 'tuple', 'anyOf']
const actions = { parse: 'Parser', format: 'Formatter' }
/** Conditions that no query or write of the suite uses. */
const unusedConditions = ['contains', 'in', 'type']

const reject = (generator: string): string =>
  `export function* ${generator}() {
     throw new Error('Nested schemas are not in the bundles; use a flat entity.')
   }`

/**
 * Removes dynamodb-toolbox's code for nested attributes (11 KB) and for unused conditions (2 KB) from the bundles: all
 * entities here are flat, with packed values and a list of strings. Using what is removed throws.
 */
export const flatEntities: Plugin = {
  name: 'flat-entities',
  setup(build) {
    for (const [action, suffix] of Object.entries(actions))
      for (const schema of nested)
        build.onLoad({ filter: toolboxFile(`actions[\\\\/]${action}[\\\\/]${schema}`) }, () => ({
          contents: reject(`${schema}Schema${suffix}`),
        }))
    for (const action of ['transform', 'express'])
      for (const kind of unusedConditions)
        build.onLoad(
          {
            filter: toolboxFile(
              `actions[\\\\/]parseCondition[\\\\/]${action}Condition[\\\\/]conditions[\\\\/]${kind}`,
            ),
          },
          () => ({
            contents: `export const ${action}${kind.charAt(0).toUpperCase()}${kind.slice(1)}Condition = () => {
              throw new Error('The conditions contains, in and type are not in the bundles.')
            }`,
          }),
        )
    build.onLoad({ filter: toolboxFile('anyOf[\\\\/]schema') }, () => ({
      contents: 'export class AnyOfSchema {}',
    }))
  },
}

const toolboxFile = (path: string): RegExp =>
  new RegExp(`[\\\\/]dynamodb-toolbox[\\\\/].+[\\\\/]schema[\\\\/]${path}\\.js$`)
