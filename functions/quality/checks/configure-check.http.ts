import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { CheckPath, CheckView, ConfigureCheckRequest, requireCheck, toCheckView } from './check-requests.ts'
import { checkSettings, findCheckSettings } from './check-settings.store.ts'
import { applySetting, configureCheck } from './check-settings.ts'

/** Changes the settings of a check for future runs. No order is checked again because of it. */
export const configureCheckRoute = route({
  method: 'PUT',
  path: '/quality/checks/{code}',
  scope: 'quality:write',
  summary: 'Change the settings of a check',
  params: CheckPath,
  request: ConfigureCheckRequest,
  response: CheckView,
  success: 200,
  changes: true,
  run: async ({ params, body, principal: { store }, ifMatch, cause, now }) => {
    const check = requireCheck(params.code)
    const current = await findCheckSettings(store)
    ifMatch(current?.checks[check.code]?.version ?? 0)
    const decision = configureCheck(current, store, check.code, applySetting(check, body), now)
    const { outcome } = await commit([change(checkSettings, decision)], cause, { at: now })
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'Concurrent change of the settings; retry.')
    return toCheckView(check, decision.next)
  },
})
