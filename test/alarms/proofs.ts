import type { AlarmKindName } from '../../infra/alarm-kinds.ts'
import type { Proof } from './alarm-fixture.ts'
import { apiProofs } from './api-proofs.ts'
import { businessProofs } from './business-proofs.ts'
import { frontProofs } from './front-proofs.ts'
import { functionProofs } from './function-proofs.ts'
import { queueProofs } from './queue-proofs.ts'
import { serviceProofs } from './service-proofs.ts'

/** A proof for every kind of alarm: a kind without one does not compile. */
export const proofs: Readonly<Record<AlarmKindName, Proof>> = {
  ...apiProofs,
  ...functionProofs,
  ...queueProofs,
  ...serviceProofs,
  ...businessProofs,
  ...frontProofs,
}
