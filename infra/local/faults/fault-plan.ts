/** Faults of a service call. Delays are real milliseconds. */
export type CallFault =
  | { readonly action: 'delay'; readonly ms: number }
  /** The service throttles the call. */
  | { readonly action: 'throttle' }
  /** DynamoDB only: internal error (HTTP 500). */
  | { readonly action: 'fail' }
  /** DynamoDB only: conflict with another transaction on the item. */
  | { readonly action: 'conflict' }
  /** The caller crashes before the call reaches the service. */
  | { readonly action: 'crashBefore' }
  /** The caller crashes after the service has done its work. */
  | { readonly action: 'crashAfter' }
  /** The connection breaks after the service has done its work. */
  | { readonly action: 'loseAnswer' }

/** Faults of the delivery of a batch or an event to a function or target. */
export type DeliveryFault =
  | { readonly action: 'delay'; readonly ms: number }
  /** It is delivered a second time after success. */
  | { readonly action: 'duplicate' }
  /** It arrives after a later one; only where the service guarantees no order. */
  | { readonly action: 'reorder' }

/** A call or a delivery, as fault rules match it. */
export interface Joint {
  /** Caller or receiver: the function's name in letters and digits only, such as `itemsapi`. */
  readonly caller: string
  /** `dynamodb`, `sqs`, `s3`, `sns`, `events`, `sesv2`, `secretsManager`, `ssm`; for deliveries the service that delivers. */
  readonly service: string
  /** API operation such as `TransactWriteItems`; `Deliver` for deliveries. */
  readonly operation: string
}

/** When a fault applies; all given conditions must hold. */
export interface FaultRule {
  readonly fault: CallFault | DeliveryFault
  readonly caller?: string
  readonly service?: string
  readonly operation?: string | readonly string[]
  /** Only these, counted from 1 among those that match the conditions above. */
  readonly nth?: number | readonly number[]
  /** Probability between 0 and 1; 1 by default. */
  readonly probability?: number
  /** Maximum number of injected faults; unlimited by default. */
  readonly times?: number
}

/** An injected fault. */
export interface InjectedFault extends Joint {
  readonly action: string
  /** Number of the call or delivery within its rule, from 1. */
  readonly nth: number
}

/** Decides which calls and deliveries fail. */
export interface FaultPlan {
  readonly seed: number
  onCall(joint: Joint): CallFault | undefined
  onDelivery(joint: Omit<Joint, 'operation'>): DeliveryFault | undefined
  /** All injected faults, in order. */
  readonly strikes: readonly InjectedFault[]
}

const CALL_ACTIONS: ReadonlySet<string> = new Set([
  'delay',
  'throttle',
  'conflict',
  'fail',
  'crashBefore',
  'crashAfter',
  'loseAnswer',
])
const DELIVERY_ACTIONS: ReadonlySet<string> = new Set(['delay', 'duplicate', 'reorder'])
const DELIVER = 'Deliver'

interface RuleState {
  readonly rule: FaultRule
  readonly seen: Map<string, number>
  total: number
  strikes: number
}

/**
 * Creates a plan from rules; the first rule that applies decides.
 * Probability depends on the seed, the rule and the number of such calls by this caller, not on how calls of different
 * callers interleave, so a seed reproduces the same faults.
 */
export function createFaultPlan(rules: readonly FaultRule[], seed: number): FaultPlan {
  const states: RuleState[] = rules.map((rule) => ({ rule, seen: new Map(), total: 0, strikes: 0 }))
  const strikes: InjectedFault[] = []

  function decide(joint: Joint, actions: ReadonlySet<string>): CallFault | DeliveryFault | undefined {
    let struck: CallFault | DeliveryFault | undefined
    for (const [index, state] of states.entries()) {
      const { rule } = state
      if (!actions.has(rule.fault.action) || !concerns(rule, joint)) continue
      // Every rule counts every call it matches, so that one rule does not shift the numbers of another.
      const nth = ++state.total
      const nthOfCaller = count(state.seen, `${joint.caller} ${joint.service} ${joint.operation}`)
      if (struck !== undefined || state.strikes >= (rule.times ?? Number.POSITIVE_INFINITY)) continue
      if (!isNth(rule.nth, nth)) continue
      const draw = chance(
        `${seed} ${index} ${joint.caller} ${joint.service} ${joint.operation} ${nthOfCaller}`,
      )
      if (draw >= (rule.probability ?? 1)) continue
      state.strikes++
      struck = rule.fault
      strikes.push({ ...joint, action: rule.fault.action, nth })
    }
    return struck
  }

  return {
    seed,
    strikes,
    onCall: (joint) => decide(joint, CALL_ACTIONS) as CallFault | undefined,
    onDelivery: ({ caller, service }) =>
      decide({ caller, service, operation: DELIVER }, DELIVERY_ACTIONS) as DeliveryFault | undefined,
  }
}

/** Name by which a function calls services: its short name in letters and digits only. */
export function callerName(functionName: string): string {
  return functionName.replace(/[^A-Za-z0-9]/g, '')
}

function concerns(rule: FaultRule, joint: Joint): boolean {
  if (rule.caller !== undefined && callerName(rule.caller) !== joint.caller) return false
  if (rule.service !== undefined && rule.service !== joint.service) return false
  if (!isPossible(rule.fault, joint)) return false
  return rule.operation === undefined || [rule.operation].flat().includes(joint.operation)
}

/** Streams keep their order, and only DynamoDB writes can conflict. */
function isPossible({ action }: CallFault | DeliveryFault, { service, operation }: Joint): boolean {
  if (action === 'reorder') return service !== 'dynamodb'
  if (action === 'fail') return service === 'dynamodb'
  if (action === 'conflict') return service === 'dynamodb' && /^(Transact|Put|Update|Delete)/.test(operation)
  return true
}

function isNth(wanted: FaultRule['nth'], nth: number): boolean {
  return wanted === undefined || [wanted].flat().includes(nth)
}

function count(seen: Map<string, number>, key: string): number {
  const nth = (seen.get(key) ?? 0) + 1
  seen.set(key, nth)
  return nth
}

/** A number in [0, 1) that depends on the text only: FNV-1a, then the finaliser of MurmurHash3 (public domain). */
function chance(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
