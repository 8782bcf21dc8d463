import { departments } from '../../../events/quality/quality-events.ts'
import { route } from '../../../shared/http/route.ts'
import { listThreads } from './thread.store.ts'
import { isEnded, type Thread } from './thread.ts'
import { isAtRisk } from './thread-clock.ts'
import { ListThreadsQuery, ThreadList } from './thread-requests.ts'

/** Lists threads, the longest waiting first: the unfinished ones, or those of one status. */
export const listThreadsRoute = route({
  method: 'GET',
  path: '/email/threads',
  scope: 'email:read',
  summary: 'List threads',
  query: ListThreadsQuery,
  response: ThreadList,
  success: 200,
  run: async ({ query: { department, status, atRisk, limit }, principal: { store }, cursor, now }) => {
    const ended = status !== undefined && isEnded(status)
    const wanted = department === undefined ? [...departments, undefined] : [named(department)]
    const belongs = (thread: Thread): boolean =>
      (status === undefined ? !isEnded(thread.status) : thread.status === status) &&
      (department === undefined || thread.department === named(department)) &&
      (atRisk === undefined || isAtRisk(thread.clocks, now) === (atRisk === 'true'))
    const after = await cursor.open()
    const page = await listThreads(store, { departments: wanted, ended, after, limit }, belongs)
    const nextCursor = await cursor.sign(page.next)
    return { items: [...page.items], ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})

const named = <Name extends string>(department: Name | 'none'): Exclude<Name, 'none'> | undefined =>
  department === 'none' ? undefined : (department as Exclude<Name, 'none'>)
