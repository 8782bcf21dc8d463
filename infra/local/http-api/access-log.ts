/** Values of `$context` variables by their name, such as `requestId` or `authorizer.claims.sub`. */
export type LogContext = Readonly<Record<string, string | number | undefined>>

/**
 * Compiles the `Format` of a stage's access log; an unknown variable is written as `-`, as API Gateway does.
 *
 * @returns a function that writes the line of a request
 */
export function compileAccessLog(format: string): (context: LogContext) => string {
  const parts = format.split(/\$context\.([A-Za-z0-9_.-]*[A-Za-z0-9_])/)
  return (context) => {
    return parts.map((part, at) => (at % 2 === 0 ? part : escape(String(context[part] ?? '-')))).join('')
  }
}

/** Formats are usually JSON, so a value must not end its string. */
function escape(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}
