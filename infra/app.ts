import { App, Tags, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import settings from '../cdk.json' with { type: 'json' }
import { AlarmStack } from './alarm-stack.ts'
import { defaultOutdir } from './build.ts'
import { DataStack } from './data-stack.ts'
import { type EdgeSettings, EdgeStack } from './edge-stack.ts'
import { type Stage, stageNamed } from './stage.ts'
import { SuiteStack } from './suite-stack.ts'

export interface AppOptions {
  /** Folder for the templates; default: what the CDK CLI sets, or `cdk.out`. */
  readonly outdir?: string
  /** Output folder of the build; default `dist`. */
  readonly bundles?: string
  /**
   * Context as of `-c name=value`: `stage`, `mailDomain`, `callbackUrls` and `noticesTo` (comma-separated),
   * `monthlyDollars`, `edge`.
   */
  readonly context?: Readonly<Record<string, string>>
}

/**
 * The CDK app with its three stacks; cdk-nag checks it on synthesis.
 * Errors: an unknown stage; prod without a mail domain.
 */
export function createApp({ outdir, bundles = defaultOutdir, context = {} }: AppOptions = {}): App {
  const app = new App({
    // The CDK's own template checks take two seconds: run them for a deployment, not for every local start.
    builtinCloudFormationValidation: process.env['CDK_OUTDIR'] !== undefined,
    outdir: outdir ?? process.env['CDK_OUTDIR'] ?? settings.output,
    analyticsReporting: false,
    context: {
      // The CDK CLI sets these; the local cloud needs them too, for code paths and names.
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
      ...settings.context,
      ...context,
    },
  })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks())
  const option = (name: string): string | undefined => app.node.tryGetContext(name)

  const stage = stageNamed(option('stage') ?? 'dev')
  const mailDomain = option('mailDomain') ?? (stage.name === 'dev' ? 'mail.example.com' : undefined)
  if (mailDomain === undefined) throw new Error('Stage prod requires -c mailDomain=<domain>.')

  const edge = edgeSettings(option, stage)
  const data = new DataStack(app, 'retaguarda-data', {
    stage,
    hasEdge: edge !== undefined,
    stackName: `retaguarda-${stage.name}-data`,
    description: 'Retaguarda: stateful resources.',
    terminationProtection: stage.protectsData,
  })
  const suite = new SuiteStack(app, 'retaguarda-suite', {
    stage,
    data,
    bundles,
    mailDomain,
    callbackUrls: (option('callbackUrls') ?? localPages).split(','),
    stackName: `retaguarda-${stage.name}-suite`,
    description: 'Retaguarda: slices, API, relay, identity and mail.',
    terminationProtection: stage.protectsData,
  })
  new AlarmStack(app, 'retaguarda-alarms', {
    stage,
    data,
    suite,
    noticesTo: option('noticesTo')?.split(',') ?? [],
    monthlyDollars: Number(option('monthlyDollars') ?? stage.monthlyDollars),
    stackName: `retaguarda-${stage.name}-alarms`,
    description: 'Retaguarda: alarms, notification topics and dashboards.',
  })
  if (edge !== undefined)
    new EdgeStack(app, 'retaguarda-edge', {
      stage,
      edge,
      stackName: `retaguarda-${stage.name}-edge`,
      description: 'Retaguarda: firewall and CloudFront in front of the API.',
    }).addStackDependency(data)
  for (const [key, value] of Object.entries({ suite: 'retaguarda', stage: stage.name }))
    Tags.of(app).add(key, value)
  return app
}

/** Settings of `-c edge=<domain>`. Errors: in dev; without the certificate or the API's host. */
function edgeSettings(option: (name: string) => string | undefined, stage: Stage): EdgeSettings | undefined {
  const domain = option('edge')
  if (domain === undefined) return undefined
  const [certificate, apiHost] = [option('edgeCertificate'), option('apiHost')]
  if (!stage.mayHaveEdge || certificate === undefined || apiHost === undefined)
    throw new Error('edge is available in prod only, with -c edgeCertificate=<ARN> and -c apiHost=<host>.')
  return { domain, certificate, apiHost }
}

/** Redirect URLs on a developer's machine: a page of their own, and the API reference page. */
const localPages = 'http://localhost:3000/,http://localhost:3000/docs/oauth2-redirect.html'

if (import.meta.main) createApp().synth()
