import { type App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib'
import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2'
import { createApp } from '../../infra/app.ts'
import { lackingTypes } from './lacking.ts'

/** Takes out of an app what the emulator cannot deploy, and the outputs that tell of it. */
function withoutLacking(app: App): App {
  const constructs = app.node.findAll()
  const lacking = constructs.filter(
    (one): one is CfnResource => CfnResource.isCfnResource(one) && lackingTypes.includes(one.cfnResourceType),
  )
  const ids = new Set(lacking.map((one) => Stack.of(one).resolve(one.logicalId) as string))
  for (const output of constructs.filter((one) => one instanceof CfnOutput)) {
    const value = JSON.stringify(Stack.of(output).resolve(output.value))
    if ([...ids].some((id) => value.includes(`"${id}"`)))
      output.node.scope?.node.tryRemoveChild(output.node.id)
  }
  for (const one of lacking) one.node.scope?.node.tryRemoveChild(one.node.id)
  return app
}

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

withPlainIssuer(withoutLacking(createApp())).synth()
