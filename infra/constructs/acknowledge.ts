import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Excuses findings of cdk-nag on a construct and what is under it, each by its rule and with the reason why. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })))
}
