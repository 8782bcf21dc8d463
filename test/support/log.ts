/** Captures log lines from standard output until `release` is called. */
export function captureLog(): { logged: string[]; release: () => void } {
  const logged: string[] = []
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (line: string, ...rest: []) => {
    if (typeof line !== 'string' || !line.startsWith('{')) return write(line, ...rest)
    logged.push(line)
    return true
  }
  return {
    logged,
    release: () => {
      process.stdout.write = write
    },
  }
}
