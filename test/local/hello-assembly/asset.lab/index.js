// Does what its event asks for, so that tests can see how the environment takes it.
const { greeting } = require('./greeting.js')

let runs = 0
let active = 0

const deeds = {
  greet: ({ name }) => greeting(name),
  count: () => runs,
  variables: () => process.env,
  context: (_, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() }),
  now: () => ({
    now: Date.now(),
    made: new Date().getTime(),
    text: Date(),
    isDate: new Date() instanceof Date,
  }),
  write: ({ lines }) => {
    console.log(lines.join('\n'))
    console.error('to stderr')
  },
  fail: ({ name = 'OrderError' }) => {
    throw Object.assign(new Error('does not add up'), { name })
  },
  throwText: () => {
    throw 'just text'
  },
  hang: () => new Promise(() => {}),
  exit: () => process.exit(3),
  reject: () => {
    void Promise.reject(new Error('nobody waits'))
    return new Promise(() => {})
  },
  fill: () => {
    const all = []
    for (;;) all.push(new Array(1e6).fill(Math.random()))
  },
  answer: ({ bytes }) => 'x'.repeat(bytes),
  circle: () => {
    const circle = {}
    circle.self = circle
    return circle
  },
  nothing: () => undefined,
  overlap: async () => {
    active += 1
    const seen = active
    await new Promise((resolve) => setTimeout(resolve, 5))
    active -= 1
    return seen
  },
}

exports.handler = async (event, context) => {
  runs += 1
  if (event.routeKey === 'POST /hasty') return deeds.hang()
  return deeds[event.do](event, context)
}
exports.witness = async ({ Records, fail }) => {
  if (fail) throw new Error('saw nothing')
  for (const { eventSource } of Records) console.log(`saw ${eventSource}`)
}
exports.withCallback = (_event, _context, callback) => callback(null, 1)
exports.outsider = async () => require('zod')
