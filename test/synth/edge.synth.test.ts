import { slices } from '../../infra/slices.ts'
import { cleanUp, ofType, type Synthesised, synthesise } from './synthesised.ts'

const asked = {
  stage: 'prod',
  mailDomain: 'mail.example.org',
  edge: 'api.loja.example',
  edgeCertificate: 'arn:aws:acm:us-east-1:111111111111:certificate/c1',
  apiHost: 'abc123.execute-api.sa-east-1.amazonaws.com',
}

let edged: Synthesised
let plain: Synthesised

beforeAll(async () => {
  edged = await synthesise(asked)
  plain = await synthesise({ stage: 'prod', mailDomain: 'mail.example.org' })
})
afterAll(cleanUp)

describe('the edge', () => {
  it('exists only in prod, and only when it is configured', async () => {
    for (const type of ['AWS::CloudFront::Distribution', 'AWS::WAFv2::WebACL'])
      expect([ofType(edged.declared, type).length, ofType(plain.declared, type).length]).toEqual([1, 0])
    await expect(synthesise({ ...asked, stage: 'dev' })).rejects.toThrow('in prod')
    const { apiHost: _, ...without } = asked
    await expect(synthesise(without)).rejects.toThrow('apiHost')
  })

  it('routes callers over TLS to the API by its own name, without a cache', () => {
    const config = ofType(edged.declared, 'AWS::CloudFront::Distribution')[0]?.Properties[
      'DistributionConfig'
    ]
    expect(config.Aliases).toEqual(['api.loja.example'])
    expect(config.ViewerCertificate.MinimumProtocolVersion).toBe('TLSv1.2_2021')
    expect(config.DefaultCacheBehavior.ViewerProtocolPolicy).toBe('https-only')
    expect(config.Origins[0].DomainName).toBe(asked.apiHost)
    expect(config.WebACLId['Fn::GetAtt']).toEqual([
      ofType(edged.declared, 'AWS::WAFv2::WebACL')[0]?.logicalId,
      'Arn',
    ])
  })

  it('blocks addresses above the rate limit and known attacks, but no order for its text', () => {
    const rules = ofType(edged.declared, 'AWS::WAFv2::WebACL')[0]?.Properties['Rules']
    expect(rules.map(({ Name }: { Name: string }) => Name)).toEqual([
      'one-address',
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ])
    const counted = rules.at(-1).Statement.ManagedRuleGroupStatement.RuleActionOverrides
    expect(counted.map(({ Name }: { Name: string }) => Name)).toContain('SizeRestrictions_BODY')
  })
})

describe('the API behind the edge', () => {
  it('requires the key that the edge sends, and every API function of a slice may read it', () => {
    const [origin] = ofType(edged.declared, 'AWS::CloudFront::Distribution').flatMap(
      ({ Properties }) => Properties['DistributionConfig'].Origins,
    )
    const [header] = origin.OriginCustomHeaders
    expect(header.HeaderName).toBe('retaguarda-edge-key')
    expect(JSON.stringify(header.HeaderValue)).toContain(
      '{{resolve:secretsmanager:retaguarda-prod-edge-key:SecretString:current',
    )
    const ofSlice = slices.map(({ name }) => new RegExp(`^${name}Api[0-9A-F]{8}$`, 'i'))
    const apis = ofType(edged.declared, 'AWS::Lambda::Function').filter(({ logicalId }) =>
      ofSlice.some((pattern) => pattern.test(logicalId)),
    )
    expect(apis).toHaveLength(slices.length)
    for (const { Properties } of apis)
      expect(Properties['Environment'].Variables).toHaveProperty('EDGE_KEY_ARN')
    expect(JSON.stringify(plain.declared)).not.toContain('EDGE_KEY_ARN')
  })

  it('has its key in the region of the edge, whichever region the API is in', () => {
    const secret = edged.declared.find(
      ({ Properties }) => Properties?.['Name'] === 'retaguarda-prod-edge-key',
    )
    expect(secret?.Properties['ReplicaRegions']['Fn::If'].slice(1)).toEqual([
      [{ Region: 'us-east-1' }],
      { Ref: 'AWS::NoValue' },
    ])
  })
})
