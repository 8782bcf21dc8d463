import { emailLanguages } from '../../../events/email/email-categories.ts'
import { route } from '../../../shared/http/route.ts'
import { TemplateList, TemplatesQuery } from './reply-requests.ts'
import { factsAskedFor, templateCodes } from './templates/template.ts'
import { textsIn } from './templates/texts.ts'

/** Lists what answers can be written from, in one language or all. */
export const listTemplatesRoute = route({
  method: 'GET',
  path: '/email/templates',
  scope: 'email:read',
  summary: 'List the templates of answers',
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
          paragraphs: [...textsIn[language][code]],
          facts: factsAskedFor(textsIn[language][code]),
        })),
      ),
    }
  },
})
