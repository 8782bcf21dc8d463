import type { ReactionContext } from '../../../shared/inbox/reaction.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { type MailServices, startMailServices } from './mail-services.ts'

/** What the e-mail slice needs around it: the suite's stage, an SES and an S3. */
export interface MailStage {
  readonly suite: SuiteFixture
  readonly mail: MailServices
  stop(): Promise<void>
}

/** Sets the stage and points the slice's environment at it. */
export async function setMailStage(): Promise<MailStage> {
  const [suite, mail] = await Promise.all([startSuiteFixture(), serveMail()])
  return {
    suite,
    mail,
    async stop() {
      await Promise.all([suite.stop(), mail.stop()])
    },
  }
}

/** Starts an SES and an S3, and points the environment of this process at them. */
export async function serveMail(): Promise<MailServices> {
  const mail = await startMailServices()
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SESV2: mail.url,
    AWS_ENDPOINT_URL_S3: mail.url,
    MAIL_DOMAIN: 'mail.example.com',
    CONFIGURATION_SET: 'suite',
  })
  return mail
}

/** What a reaction knows of its run, at a time. */
export const at = (now: string): ReactionContext => ({
  now,
  cause: { actor: { type: 'system', id: 'test' }, causationId: 'event-1', correlationId: 'request-1' },
})
