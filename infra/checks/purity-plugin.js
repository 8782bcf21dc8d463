/** An oxlint plugin of one rule: pure code is told the time, it never asks for it. */
const readsTheClock = {
  meta: { docs: { description: 'Refuses `new Date()` and `Date()`: both read the clock.' } },
  create: (context) => ({
    NewExpression: (node) => {
      if (isDate(node.callee) && node.arguments.length === 0) report(context, node)
    },
    CallExpression: (node) => {
      if (isDate(node.callee)) report(context, node)
    },
  }),
}

const isDate = (callee) => callee.type === 'Identifier' && callee.name === 'Date'

const report = (context, node) =>
  context.report({ node, message: 'Pure code does not read the clock: take `now` as an argument.' })

export default { meta: { name: 'purity' }, rules: { 'no-clock': readsTheClock } }
