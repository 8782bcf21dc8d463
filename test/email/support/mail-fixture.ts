import type { ReactionContext } from '../../../shared/inbox/reaction.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { type MailServices, startMailServices } from './mail-services.ts'

/** The environment of the e-mail slice: the suite, an SES and an S3. */
export interface MailFixture {
  readonly suite: SuiteFixture
  readonly mail: MailServices
  stop(): Promise<void>
}

/** Starts the fixture and sets the slice's environment variables. */
export async function startMailFixture(): Promise<MailFixture> {
  const [suite, mail] = await Promise.all([startSuiteFixture(), serveMail()])
  return {
    suite,
    mail,
    async stop() {
      await Promise.all([suite.stop(), mail.stop()])
    },
  }
}

/** Starts an SES and an S3, and sets the environment variables of this process. */
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

/** The context of a reaction at a time. */
export const at = (now: string): ReactionContext => ({
  now,
  cause: { actor: { type: 'system', id: 'test' }, causationId: 'event-1', correlationId: 'request-1' },
})
