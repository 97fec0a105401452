import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { launchChromium } from '#tests/kit/chromium.ts'
import { visit } from '#tests/kit/page.ts'
import { type Contestant, out, root } from './contestants.ts'
import { fillTalk } from './history/fill-talk.ts'
import { readThrough, type Step } from './long-room/read-through.ts'
import { reasonBusy } from './machine.ts'
import type { Options } from './options.ts'
import { ROOM_NAME } from './search/fill-room.ts'
import { whenIndexed } from './search/indexed.ts'
import { startServer } from './server-process.ts'

export type LongRoomResults = { lines: number; browser: string; steps: Step[] }

/** Scenario 7 (UX-8): a room of 50,000 messages in a browser: opened, read far back, left by a date and by a hit of search. */
export async function measureLongRoom(
  teahouse: Contestant,
  options: Options,
  say: (line: string) => void,
): Promise<LongRoomResults> {
  buildPage()
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(path.join(out, 'long-room-'))
  try {
    const { lines } = options
    const counts = await fillTalk(folder, lines, { indexed: false })
    say(`a room of ${lines} messages and ${counts.reactions} reactions`)
    const server = await startServer({ ...teahouse, env: { ...teahouse.env, DATA_DIR: folder } })
    const browser = await launchChromium()
    try {
      await whenIndexed(path.join(folder, 'teahouse.sqlite'), lines)
      const busy = options.busyOk ? null : await reasonBusy()
      if (busy) throw new Error(busy)
      const visitor = await visit(browser, `http://127.0.0.1:${server.port}`, { path: `/r/${ROOM_NAME}` })
      await visitor.enter('Long Reader')
      const steps = await readThrough(visitor, { pagedUp: Math.min(5_000, lines / 2), say })
      if (visitor.complaints.length > 0) throw new Error(`The page complained: ${visitor.complaints.join('; ')}`)
      return { lines, browser: `Chromium ${browser.version()}`, steps }
    } finally {
      await browser.close()
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is measured is the page of this tree, not one that was built some time ago. */
export function buildPage(): void {
  const { success } = Bun.spawnSync([process.execPath, path.join(root, 'bin', 'build.ts'), 'page'], {
    cwd: root,
    stdout: 'inherit',
    stderr: 'inherit',
  })
  if (!success) throw new Error('The page could not be built.')
}
