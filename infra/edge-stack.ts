import { CfnOutput, SecretValue, Stack, type StackProps } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Construct } from 'constructs'
import { acknowledge } from './constructs/acknowledge.ts'
import { edgeKeyName, edgeRegion } from './constructs/edge-key.ts'
import { Firewall } from './constructs/firewall.ts'
import type { Stage } from './stage.ts'

/** Settings of the edge, by the names of `-c`. */
export interface EdgeSettings {
  /** Host name of the API for callers. */
  readonly domain: string
  /** ARN of its certificate, in the edge's region. */
  readonly certificate: string
  /** The API's own host, an output of its first deployment. */
  readonly apiHost: string
}

export interface EdgeStackProps extends StackProps {
  readonly stage: Stage
  readonly edge: EdgeSettings
}

/**
 * CloudFront and a firewall in front of the API. It finds the API by its host and the key by its name, because they may be
 * in different regions.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { stage, edge, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, env: { region: edgeRegion } })
    const firewall = new Firewall(this, 'Firewall')
    const key = SecretValue.secretsManager(edgeKeyName(stage), { jsonField: 'current' })
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Retaguarda ${stage.name}`,
      domainNames: [edge.domain],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', edge.certificate),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: firewall.arn,
      defaultBehavior: {
        origin: new HttpOrigin(edge.apiHost, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          // The distribution's settings hold it; only principals that may read those can see it.
          customHeaders: { 'retaguarda-edge-key': key.unsafeUnwrap() },
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        // Responses are specific to a caller.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      },
    })
    acknowledge(distribution, {
      'AwsSolutions-CFR1':
        'Storefronts and marketplaces call from any region of their clouds, not only from the countries of the shops.',
      'AwsSolutions-CFR3':
        'The API logs each request without personal data; CloudFront logs would store callers’ addresses.',
    })
    new CfnOutput(this, 'EdgeHost', { value: distribution.distributionDomainName })
  }
}
