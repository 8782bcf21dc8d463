import { Aws, CfnCondition, Fn } from 'aws-cdk-lib'
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'

/** The region in which CloudFront's firewall and certificates live, wherever the API is. */
export const edgeRegion = 'us-east-1'

/** The name by which the edge finds the key in its own region. */
export const edgeKeyName = ({ name }: Pick<Stage, 'name'>): string => `retaguarda-${name}-edge-key`

/** What the edge proves itself by, with a copy in the edge's region. */
export class EdgeKey extends Construct {
  readonly secret: Secret

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.secret = new Secret(this, 'Secret', {
      secretName: edgeKeyName(stage),
      description: 'By it the API knows requests that came by the edge.',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'current',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: stage.removalPolicy,
    })
    acknowledge(this.secret, {
      'AwsSolutions-SMG4':
        'It is put into the edge when that is deployed, so it changes by a command and two deployments, as the README says.',
    })
    // A copy in the secret's own region would be refused.
    const elsewhere = new CfnCondition(this, 'Elsewhere', {
      expression: Fn.conditionNot(Fn.conditionEquals(Aws.REGION, edgeRegion)),
    })
    const resource = this.secret.node.defaultChild as CfnSecret
    resource.addPropertyOverride(
      'ReplicaRegions',
      Fn.conditionIf(elsewhere.logicalId, [{ Region: edgeRegion }], Aws.NO_VALUE),
    )
  }
}
