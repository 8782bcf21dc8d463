import { emailLanguages } from '../../../events/email/email-categories.ts'
import { route } from '../../../shared/http/route.ts'
import { requiredFacts } from '../mails/content/template.ts'
import { templateCodes } from '../mails/content/template-codes.ts'
import { textsByLanguage } from '../mails/content/texts.ts'
import { TemplateList, TemplatesQuery } from './reply-requests.ts'

/** Lists the templates for replies, in one language or in all. */
export const listTemplatesRoute = route({
  method: 'GET',
  path: '/email/templates',
  scope: 'email:read',
  summary: 'List reply templates',
  query: TemplatesQuery,
  response: TemplateList,
  success: 200,
  run: async ({ query }) => {
    const languages = query.language === undefined ? emailLanguages : [query.language]
    return {
      items: languages.flatMap((language) =>
        templateCodes.map((code) => ({
          code,
          language,
          paragraphs: [...textsByLanguage[language][code]],
          facts: requiredFacts(textsByLanguage[language][code]),
        })),
      ),
    }
  },
})
