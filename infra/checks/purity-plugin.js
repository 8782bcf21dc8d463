/** An oxlint plugin with one rule: pure code gets the time as an argument and never reads the clock. */
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

/** A partition key, as text: `S#...`, or a name in capitals before the first `#`. */
const keyPattern = /^(?:S#|(?:[A-Z][A-Z]+)(?:-[A-Z]+)*#)/

/** Partition keys are built by shared/table/keys.ts alone, so that stores, policies and operations cannot disagree. */
const spellsKeys = {
  meta: { docs: { description: 'Refuses partition keys that are spelled outside the register of keys.' } },
  create: (context) => {
    const check = (node, text) => {
      if (typeof text === 'string' && keyPattern.test(text)) reportKey(context, node)
    }
    return {
      Literal: (node) => check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis[0]?.value.raw),
      Property: (node) => {
        const name = node.key.name ?? node.key.value
        if (/^(?:pk|gsi[12]pk)$/.test(name) && ['Literal', 'TemplateLiteral'].includes(node.value.type))
          reportKey(context, node)
      },
    }
  },
}

const reportKey = (context, node) =>
  context.report({ node, message: 'Build this key in shared/table/keys.ts, the register of all keys.' })

export default {
  meta: { name: 'purity' },
  rules: { 'no-clock': readsTheClock, 'no-spelled-keys': spellsKeys },
}
