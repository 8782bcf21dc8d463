import * as z from 'zod/mini'
import { emailLanguages } from '../../../events/email/email-categories.ts'
import { ThreadMailSnapshot } from '../../../events/email/mail-events.ts'
import { factNames, templateCodes } from '../mails/content/template-codes.ts'
import { recordId } from '../record-id.ts'

/** Multi-line text, without control characters except line ends and tabs. */
const multiLineText = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(15_000),
    z.regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'text without control characters'),
  )

/** A reply: free text, or a template that is filled in with the facts of the order. */
export const ReplyRequest = z
  .strictObject({
    text: z.optional(multiLineText),
    template: z.optional(z.enum(templateCodes)),
    /** The language of the template; the customer's unless given. */
    language: z.optional(z.enum(emailLanguages)),
    /** Resolve the thread with this reply. */
    resolve: z._default(z.boolean(), false),
  })
  .check(
    z.refine(
      ({ text, template }) => (text === undefined) !== (template === undefined),
      'either text or template',
    ),
  )

export const ReplyPath = z.strictObject({ threadId: recordId, replyId: recordId })

/** A mail of ours in a thread. */
export const ReplyView = ThreadMailSnapshot

export const DraftView = z.object({
  template: z.enum(templateCodes),
  language: z.enum(emailLanguages),
  text: z.string(),
  /** Facts that the template asks for and that are missing; paragraphs with them are left out. */
  missing: z.array(z.enum(factNames)),
})

export const DraftQuery = z.strictObject({
  template: z.optional(z.enum(templateCodes)),
  language: z.optional(z.enum(emailLanguages)),
})

export const TemplatesQuery = z.strictObject({ language: z.optional(z.enum(emailLanguages)) })

export const TemplateList = z.object({
  items: z.array(
    z.object({
      code: z.enum(templateCodes),
      language: z.enum(emailLanguages),
      /** With the facts in braces. */
      paragraphs: z.array(z.string()),
      facts: z.array(z.enum(factNames)),
    }),
  ),
})
