import { clientCommands } from './client-commands.ts'
import type { Command } from './command.ts'
import { connectionCommands } from './connection-commands.ts'
import { dlqCommands } from './dlq-commands.ts'
import { orderCommands } from './order-commands.ts'
import { outboxCommands } from './outbox-commands.ts'
import { projectionCommands } from './projection-commands.ts'
import { reconcileCommands } from './reconcile-commands.ts'

/** Every command of `npm run ops`. */
export const commands: readonly Command[] = [
  ...dlqCommands,
  ...outboxCommands,
  ...orderCommands,
  ...reconcileCommands,
  ...projectionCommands,
  ...clientCommands,
  ...connectionCommands,
]
