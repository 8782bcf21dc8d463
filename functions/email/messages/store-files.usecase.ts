import { filesFolder, storeFile } from './mail-bucket.client.ts'
import { messageId, type StoredFiles } from './message.ts'
import type { ParsedMail } from './mime/parse-mail.ts'
import { safeHtml } from './mime/safe-html.ts'
import { sniffType } from './mime/sniff-type.ts'

const maxFiles = 20
const maxFileBytes = 25 * 1024 * 1024

/**
 * Stores the attachments of a mail, each under its index, and its sanitized HTML. Only one file is in memory at a
 * time. Files beyond 20, or larger than 25 MB, are only in the raw mail.
 */
export async function storeFiles(mail: ParsedMail, bucket: string, store: string): Promise<StoredFiles> {
  const folder = filesFolder(store, messageId(store, mail))
  const types: (string | undefined)[] = []
  for (const [place, { type, bytes, content }] of mail.attachments.slice(0, maxFiles).entries()) {
    if (bytes > maxFileBytes || bytes === 0) {
      types.push(undefined)
      continue
    }
    const file = content()
    const detected = sniffType(file, type)
    await storeFile({ bucket, key: `${folder}/${place}` }, file, 'application/octet-stream')
    types.push(detected)
  }
  if (mail.html.trim() === '') return { types }
  const { html, remoteImages } = safeHtml(mail.html)
  await storeFile({ bucket, key: `${folder}/html` }, Buffer.from(html), 'text/plain; charset=utf-8')
  return { types, html: { remoteImages } }
}
