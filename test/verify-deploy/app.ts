import { type App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib'
import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2'
import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch'
import { createApp } from '../../infra/app.ts'
import { unsupportedTypes } from './unsupported.ts'

/** Takes out of an app what the emulator cannot deploy, and the outputs and dashboards that tell of it. */
function withoutUnsupported(app: App): App {
  const constructs = app.node.findAll()
  const lacking = constructs.filter(
    (one): one is CfnResource => CfnResource.isCfnResource(one) && isUnsupported(one),
  )
  const ids = new Set(lacking.map((one) => Stack.of(one).resolve(one.logicalId) as string))
  for (const one of constructs) {
    const told =
      one instanceof CfnOutput ? one.value : one instanceof CfnDashboard ? one.dashboardBody : undefined
    if (told === undefined) continue
    const text = JSON.stringify(Stack.of(one).resolve(told))
    if ([...ids].some((id) => text.includes(`"${id}"`))) one.node.scope?.node.tryRemoveChild(one.node.id)
  }
  for (const one of lacking) one.node.scope?.node.tryRemoveChild(one.node.id)
  return app
}

const isUnsupported = (one: CfnResource): boolean =>
  unsupportedTypes.includes(one.cfnResourceType) || (one instanceof CfnAlarm && one.metrics !== undefined)

/** Names the issuer by what the pool's attribute says on AWS, where the emulator's pools lack that attribute. */
function withPlainIssuer(app: App): App {
  for (const one of app.node.findAll()) {
    if (!(one instanceof CfnAuthorizer)) continue
    const issuer = Stack.of(one).resolve(
      (one.jwtConfiguration as CfnAuthorizer.JWTConfigurationProperty).issuer,
    ) as {
      'Fn::GetAtt': [pool: string, attribute: string]
    }
    const [pool] = issuer['Fn::GetAtt']
    one.addPropertyOverride('JwtConfiguration.Issuer', {
      'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: pool }]],
    })
  }
  return app
}

withPlainIssuer(withoutUnsupported(createApp())).synth()
