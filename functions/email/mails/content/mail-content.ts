import type { EmailLanguage } from '../../../../events/email/email-categories.ts'

/** A mail to a customer as it is handed to SES: the same text as plain text and as HTML, and its headers. */
export interface MailContent {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The name of the store, as the customer knows it. */
  readonly fromName?: string
  /** The address for replies; the store's own address unless given. */
  readonly replyTo?: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

/** A part of a mail: a paragraph or a list. */
export type MailPart = string | readonly string[]

export interface MailDraft extends Omit<MailContent, 'text' | 'html'> {
  readonly language: EmailLanguage
  readonly parts: readonly MailPart[]
  /** The plain text, where it is not composed of the parts. */
  readonly text?: string
  readonly footer?: string
}

/** Writes a mail to a customer. All mails to customers are written here. */
export function writeMail({ language, parts, text, footer, ...mail }: MailDraft): MailContent {
  return {
    ...mail,
    subject: headerText(mail.subject),
    ...(mail.fromName === undefined ? {} : { fromName: headerText(mail.fromName) }),
    text: text ?? asText(parts, footer),
    html: asHtml(language, parts, footer),
  }
}

/** A header's value on one line: characters that could end the line or start another header become a space. */
export const headerText = (value: string): string =>
  value.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim()

function asText(parts: readonly MailPart[], footer: string | undefined): string {
  const paragraphs = parts.map((part) =>
    typeof part === 'string' ? part : part.map((line) => `- ${line}`).join('\n'),
  )
  return [...paragraphs, ...(footer === undefined ? [] : [`-- \n${footer}\n`])].join('\n\n')
}

const languageTags = { pt: 'pt-BR', es: 'es', en: 'en' } as const

const asHtml = (language: EmailLanguage, parts: readonly MailPart[], footer: string | undefined): string =>
  [
    `<!doctype html><html lang="${languageTags[language]}"><head><meta charset="utf-8"></head>`,
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#222;max-width:40em">',
    ...parts.map((part) =>
      typeof part === 'string'
        ? `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`
        : `<ul>${part.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
    ),
    ...(footer === undefined ? [] : [`<hr><p style="font-size:13px;color:#666">${escapeHtml(footer)}</p>`]),
    '</body></html>',
  ].join('\n')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes text for HTML, in an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
