import { createFaultPlan, type FaultPlan, type FaultRule } from '../../../infra/local/faults/fault-plan.ts'

/** A fault plan that a test can replace on a running cloud, seed after seed. */
export interface SwitchedPlan extends FaultPlan {
  use(rules: readonly FaultRule[], seed: number): void
  /** Stops all faults; returns the number of faults since `use`. */
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
