import { Aws, CfnCondition, Fn } from 'aws-cdk-lib'
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'

/** Region of CloudFront's firewall and certificates, wherever the API is. */
export const edgeRegion = 'us-east-1'

/** Name of the key in the edge's region. */
export const edgeKeyName = ({ name }: Pick<Stage, 'name'>): string => `retaguarda-${name}-edge-key`

/** Secret by which the edge authenticates to the API, replicated to the edge's region. */
export class EdgeKey extends Construct {
  readonly secret: Secret

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.secret = new Secret(this, 'Secret', {
      secretName: edgeKeyName(stage),
      description: 'Authenticates the edge to the API.',
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
        'The edge receives it at deployment, so it is rotated by a command and two deployments; see docs/operate.',
    })
    // A replica in the secret's own region would be rejected.
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
