import { type App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib'
import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2'
import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch'
import { createApp } from '../../infra/app.ts'
import { unsupportedTypes } from './unsupported.ts'

/** Removes the resources that the emulator cannot deploy, and the outputs and dashboards that refer to them. */
function withoutUnsupported(app: App): App {
  const constructs = app.node.findAll()
  const unsupported = constructs.filter(
    (one): one is CfnResource => CfnResource.isCfnResource(one) && isUnsupported(one),
  )
  const ids = new Set(unsupported.map((one) => Stack.of(one).resolve(one.logicalId) as string))
  for (const one of constructs) {
    const content =
      one instanceof CfnOutput ? one.value : one instanceof CfnDashboard ? one.dashboardBody : undefined
    if (content === undefined) continue
    const text = JSON.stringify(Stack.of(one).resolve(content))
    if ([...ids].some((id) => text.includes(`"${id}"`))) one.node.scope?.node.tryRemoveChild(one.node.id)
  }
  for (const one of unsupported) one.node.scope?.node.tryRemoveChild(one.node.id)
  return app
}

const isUnsupported = (one: CfnResource): boolean =>
  unsupportedTypes.includes(one.cfnResourceType) || (one instanceof CfnAlarm && one.metrics !== undefined)

/** Builds the issuer from region and pool id, since the emulator lacks the ProviderURL attribute. */
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
