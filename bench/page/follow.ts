import type { CDPSession } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'
import type { Crowd } from './crowd.ts'
import { scrollUp } from './scroll-up.ts'
import { take, type Watched } from './watch.ts'

export const PER_SECOND = 200
const KEY_EVERY_MS = 130
const SETTLE_MS = 3_000
/** The second minute, where there are that many; else after a fifth of the time. */
const EARLY_MS = 120_000

/** What the main thread did, as shares of the time; the heap after a collection, bytes. */
export type Load = { main: number; script: number; layout: number }
export type Followed = Watched & Load & { perSecond: number; heapEarly: number; heapLate: number; up: Watched & Load }

type Turn = { visitor: Visitor; devtools: CDPSession; crowd: Crowd; minutes: number }

/** Somebody follows the end of a room in which much is said, and writes meanwhile; then scrolls up while it goes on. */
export async function follow({ visitor, devtools, crowd, minutes }: Turn): Promise<Followed> {
  const forMs = minutes * 60_000
  await visitor.composer.focus()
  crowd.begin(PER_SECOND)
  try {
    await Bun.sleep(SETTLE_MS)
    const early = Math.min(EARLY_MS, forMs / 5)
    const [saidBefore, startMs] = [crowd.said, performance.now()]
    const typing = new Typing(devtools)
    const first = await during(visitor, devtools, () => Bun.sleep(early))
    // A collection holds the page: it is no part of what is measured.
    typing.rest()
    const heapEarly = await heap(devtools)
    typing.go()
    const rest = await during(visitor, devtools, () => Bun.sleep(forMs - early))
    await typing.end()
    const perSecond = ((crowd.said - saidBefore) * 1_000) / (performance.now() - startMs)
    await requireEnd(visitor)
    const up = await during(visitor, devtools, () => scrollUp(visitor, devtools))
    await crowd.end()
    const heapLate = await heap(devtools)
    return { ...longerOf(first, rest), perSecond, heapEarly, heapLate, up }
  } finally {
    await crowd.end()
  }
}

/** In a short run both parts are too short to say different things: the longer one stands, with the most of both. */
function longerOf(first: Watched & Load, rest: Watched & Load): Watched & Load {
  return {
    ...(rest.seconds >= first.seconds ? rest : first),
    mostCommits: Math.max(first.mostCommits, rest.mostCommits),
    mostRows: Math.max(first.mostRows, rest.mostRows),
  }
}

export async function during(
  visitor: Visitor,
  devtools: CDPSession,
  run: () => Promise<unknown>,
): Promise<Watched & Load> {
  await take(visitor)
  const before = await metrics(devtools)
  await run()
  const after = await metrics(devtools)
  const seen = await take(visitor)
  const share = (...names: string[]) => {
    const spent = names.reduce((sum, name) => sum + (after.get(name) ?? 0) - (before.get(name) ?? 0), 0)
    return spent / ((after.get('Timestamp') ?? 0) - (before.get('Timestamp') ?? 0))
  }
  return {
    ...seen,
    main: share('TaskDuration'),
    script: share('ScriptDuration'),
    layout: share('LayoutDuration', 'RecalcStyleDuration'),
  }
}

async function metrics(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  await devtools.send('Performance.enable')
  const { metrics: all } = await devtools.send('Performance.getMetrics')
  return new Map(all.map(({ name, value }) => [name, value]))
}

async function heap(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage')
  return (await devtools.send('Runtime.getHeapUsage')).usedSize
}

/** Whoever follows has to be at the end still, or something else was measured. */
async function requireEnd({ log }: Visitor): Promise<void> {
  const away = await log.evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop)
  if (away > 80) throw new Error(`the page left the end of the log: ${away} px`)
}

/** A letter and its taking back, again and again. Keys leave when they are due, though the page be busy with the last. */
class Typing {
  readonly #devtools: CDPSession
  #timer: ReturnType<typeof setInterval> | undefined
  #turn = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(devtools: CDPSession) {
    this.#devtools = devtools
    this.go()
  }

  go(): void {
    this.#timer = setInterval(() => this.#press(), KEY_EVERY_MS)
  }

  rest(): void {
    clearInterval(this.#timer)
  }

  async end(): Promise<void> {
    this.rest()
    await this.#last
  }

  #press(): void {
    const isLetter = this.#turn++ % 2 === 0
    const key = isLetter
      ? { key: 'a', code: 'KeyA', windowsVirtualKeyCode: 65, text: 'a' }
      : { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 }
    const down = { type: isLetter ? 'keyDown' : 'rawKeyDown', ...key } as const
    const up = { ...key, type: 'keyUp', text: '' } as const
    this.#last = Promise.all([
      this.#devtools.send('Input.dispatchKeyEvent', down),
      this.#devtools.send('Input.dispatchKeyEvent', up),
    ]).catch(() => {})
  }
}
