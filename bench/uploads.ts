import path from 'node:path'
import * as v from 'valibot'
import { bringGuest } from '#tests/kit/guest.ts'
import type { Contestant } from './contestants.ts'
import { behindAll, generatorCore, pinned } from './machine.ts'
import type { Options } from './options.ts'
import { startServer } from './server-process.ts'
import { Chat, type ChatFigures, ROOM } from './uploads/chat.ts'
import { measurePhotos, type PhotoFigures } from './uploads/photo.ts'
import { type Watched, watch } from './uploads/watch.ts'

/** One turn: people talk, and then go on while files come; what is watched is from then. */
export type UploadRun = Watched & { alone: ChatFigures; beside: ChatFigures; seconds: number }
export type UploadResults = {
  files: number
  fileBytes: number
  perSecond: number
  restBytes: number
  runs: UploadRun[]
  photos: PhotoFigures
}

const CHAT_PER_SECOND = 100
const SENDERS = 20
const raised = {
  LIMIT_UPLOADS_BURST: '100000',
  LIMIT_UPLOADS_OPEN: '1000',
  LIMIT_SLICES_PER_PERSON: '100',
  LIMIT_PERSON_FILES_BYTES: '100000000000',
  LIMIT_ROOM_FILES_BYTES: '100000000000',
  LIMIT_HOUSE_FILES_BYTES: '100000000000',
}
type Place = { readonly url: string; readonly socketUrl: string }
const told = v.object({ seconds: v.number() })

/** Scenario: many files at once beside a chat (PERF-17), and how soon a photo can be seen. */
export async function measureUploads(
  teahouse: Contestant,
  { rounds, windowS, uploads, uploadMb, photos }: Options,
  say: (line: string) => void,
): Promise<UploadResults> {
  const server = await startServer({ ...teahouse, env: { ...teahouse.env, ...raised } })
  const at = { url: `http://127.0.0.1:${server.port}`, socketUrl: `ws://127.0.0.1:${server.port}/ws` }
  const chat = new Chat()
  try {
    await chat.open(at)
    const senders = await Promise.all(Array.from({ length: SENDERS }, (_, n) => senderOf(at, n)))
    const [{ room } = { room: '' }] = senders
    const tokens = senders.map(({ token }) => token)
    const fileBytes = uploadMb * 1_000_000
    const results: UploadResults = {
      ...{ files: uploads, fileBytes, perSecond: CHAT_PER_SECOND, restBytes: server.residentBytes(), runs: [] },
      photos: { bytes: 0, readyMs: [], seenMs: [] },
    }
    for (let round = 0; round < rounds; round++) {
      // Watched alike, so that files are the only difference.
      const calm = watch(server, at.url)
      const alone = await chat.during(CHAT_PER_SECOND, Bun.sleep(windowS * 1_000))
      await calm.stop()
      const watching = watch(server, at.url)
      const sending = sendFiles([at.url, room, String(uploads), String(fileBytes), ...tokens])
      const beside = await chat.during(CHAT_PER_SECOND, sending)
      results.runs.push({ alone, beside, ...(await sending), ...(await watching.stop()) })
      const { seconds, allBytes } = results.runs.at(-1) ?? { seconds: 0, allBytes: 0 }
      say(
        `${uploads} files in ${seconds.toFixed(1)} s, ${Math.round(allBytes / 1e6)} MB; p99 ${alone.p99.toFixed(1)} → ${beside.p99.toFixed(1)} ms`,
      )
    }
    results.photos = await measurePhotos(at, ROOM, photos)
    say(
      `photo of ${(results.photos.bytes / 1e6).toFixed(1)} MB: ${results.photos.readyMs.map(Math.round).join(' ')} ms`,
    )
    return results
  } finally {
    chat.close()
    await server.stop()
  }
}

/** Somebody with a name, who then sends by the token alone. */
async function senderOf(at: Place, n: number): Promise<{ token: string; room: string }> {
  const guest = await bringGuest(at, { name: `sender ${n}`, room: ROOM })
  const { room } = await guest.client.call('room.open', { name: ROOM })
  guest.leaves()
  return { token: guest.token, room: room.id }
}

async function sendFiles(words: readonly string[]): Promise<{ seconds: number }> {
  const program = path.join(import.meta.dir, 'uploads', 'sender.ts')
  const child = Bun.spawn(pinned(generatorCore, [...behindAll, process.execPath, program, ...words]), {
    stderr: 'inherit',
  })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error('The files could not be sent.')
  return v.parse(told, JSON.parse(text))
}
