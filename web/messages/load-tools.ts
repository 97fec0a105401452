import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Jump } from './jump.ts'

export type LogTools = typeof import('./tools.ts')

const loaded: Signal<LogTools | null> = signal<LogTools | null>(null)
let loading: Promise<LogTools | null> | null = null

/** What one does with the log beyond reading it: keys, tools, pills. Null until the page was idle, or somebody wanted it. */
export const logTools: ReadonlySignal<LogTools | null> = loaded

/** Fetches it once; where the server is not reached, the next call tries again. */
export function loadLogTools(): Promise<LogTools | null> {
  loading ??= import('./tools.ts').then(
    (tools) => {
      loaded.value = tools
      return tools
    },
    () => {
      loading = null
      return null
    },
  )
  return loading
}

/** Does something with it at once, or as soon as it is here. */
export function withTools(run: (tools: LogTools) => void): void {
  const now = loaded.peek()
  if (now) run(now)
  else void loadLogTools().then((tools) => tools && run(tools))
}

/** Shows a message of the room with what stands around it, and marks it; says so where it is no more. */
export const jumpTo = async (seq: number, jump?: Jump): Promise<void> => {
  const tools = await loadLogTools()
  await tools?.jumpTo(seq, jump)
}
