import { createFaultPlan, type FaultPlan, type FaultRule } from '../../../infra/local/faults/fault-plan.ts'

/** A plan of a running cloud that a test can exchange: the faults of one seed after those of another. */
export interface SwitchedPlan extends FaultPlan {
  use(rules: readonly FaultRule[], seed: number): void
  /** No more faults: what went wrong can heal. Returns how many have struck since `use`. */
  heal(): number
}

export function switchedPlan(): SwitchedPlan {
  let plan = createFaultPlan([], 0)
  return {
    get seed() {
      return plan.seed
    },
    get strikes() {
      return plan.strikes
    },
    onCall: (joint) => plan.onCall(joint),
    onDelivery: (joint) => plan.onDelivery(joint),
    use: (rules, seed) => {
      plan = createFaultPlan(rules, seed)
    },
    heal: () => {
      const struck = plan.strikes.length
      plan = createFaultPlan([], 0)
      return struck
    },
  }
}
