import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Contestant, out } from './contestants.ts'
import { fillTalk, type TalkCounts } from './history/fill-talk.ts'
import { type PageFigures, readPages } from './history/read.ts'
import { keepOffServer } from './machine.ts'
import { startMixer } from './mixer.ts'
import type { Options } from './options.ts'
import { ROOM_NAME } from './search/fill-room.ts'
import { startServer } from './server-process.ts'

export const CHAT_PER_SECOND = 100

export type HistoryResults = {
  counts: TalkCounts
  logBytes: number
  quiet: PageFigures[]
  talking: PageFigures[]
  /** Said and done by others while pages were read. */
  said: number
}

/** Scenario 6 (PERF-9): pages of a room of a million messages, while nobody and while people talk in it. */
export async function measureHistory(
  teahouse: Contestant,
  { messages, pages }: Options,
  say: (line: string) => void,
): Promise<HistoryResults> {
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(path.join(out, 'history-'))
  try {
    const counts = await fillTalk(folder, messages, { indexed: true })
    // Or the kernel writes it out while the first pages are read: gigabytes, with ten million.
    spawnSync('sync')
    const database = path.join(folder, 'teahouse.sqlite')
    const logBytes = statSync(database).size
    say(`a room of ${messages} messages and ${counts.reactions} reactions, ${Math.round(logBytes / 1e6)} MB`)
    const limits = {
      ...{ LIMIT_HISTORY_BURST: '1000000', LIMIT_HISTORY_PER_SECOND: '1000000' },
      ...{ LIMIT_CHANGES_BURST: '1000000', LIMIT_CHANGES_PER_SECOND: '1000000' },
    }
    const server = await startServer({ ...teahouse, env: { ...teahouse.env, ...limits, DATA_DIR: folder } })
    try {
      const at = { url: `http://127.0.0.1:${server.port}`, socketUrl: `ws://127.0.0.1:${server.port}/ws` }
      keepOffServer()
      const quiet = await readPages(at, database, { each: pages, by: 'quiet' })
      tell(quiet, 'nobody talks')
      const mixer = await startMixer(server.port, { rate: CHAT_PER_SECOND, room: ROOM_NAME })
      const talking = await readPages(at, database, { each: pages, by: 'talking' })
      tell(talking, 'people talk')
      return { counts, logBytes, quiet, talking, said: await mixer.stop() }
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

  function tell(figures: readonly PageFigures[], when: string): void {
    for (const { name, p50, p99 } of figures) {
      say(`${when}, ${name}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`)
    }
  }
}
