import type { PushNote } from '#protocol/push.ts'
import { isNote } from './push-note.ts'

declare const self: ServiceWorkerGlobalScope

const { scope } = self.registration
/** A page that does not answer within this has not come far enough to be asked. */
const ANSWER_MS = 500

/** Shows what was pushed, unless somebody is looking at that room. */
export async function hearPush(data: PushMessageData | null): Promise<void> {
  const note = parse(data)
  if (!isNote(note)) return
  await self.navigator.setAppBadge?.(note.badge).catch(ignore)
  if (await isLookedAt(note.room)) return
  await show(note)
}

async function show({ title, body, room, tag, lang, seq }: PushNote): Promise<void> {
  const [before] = await self.registration.getNotifications({ tag })
  // The page, or the server before a restart, has told of this one.
  const known = readPlace(before?.data)
  const isNews = known === null || known.seq < seq
  await self.registration.showNotification(title, {
    body,
    tag,
    lang,
    data: { room, seq },
    icon: `${scope}icons/icon-192.png`,
    badge: `${scope}icons/badge-96.png`,
    silent: !isNews,
    ...(isNews && { renotify: true }),
  })
}

/** Whoever pressed it comes to the message: in the page that is open, or in a new one. */
export async function followNote(note: Notification): Promise<void> {
  note.close()
  const at = readPlace(note.data)
  if (!at) return
  const windows = await pages()
  const page = windows.find(({ focused }) => focused) ?? windows[0]
  const address = `${scope}${at.room && `r/${encodeURIComponent(at.room)}`}#${at.seq}`
  if (!page) return void (await self.clients.openWindow(address))
  // Only a real press may move the focus.
  await page.focus().catch(ignore)
  if ((await ask(page, { ask: 'go', ...at })) === true) return
  await page.navigate(address).catch(() => self.clients.openWindow(address))
}

const pages = async (): Promise<readonly WindowClient[]> => {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return windows.filter(({ url }) => url.startsWith(scope))
}

/** The address of a page says where it began: rooms are changed inside it, so it is asked. */
async function isLookedAt(room: string): Promise<boolean> {
  const focused = (await pages()).filter((page) => page.focused)
  const shown = await Promise.all(focused.map((page) => ask(page, { ask: 'room' })))
  return shown.includes(room)
}

/** What a page answers (web/push/worker-asks.ts); undefined where it does not. */
function ask(page: WindowClient, question: object): Promise<unknown> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => resolve(data)
    setTimeout(resolve, ANSWER_MS)
    page.postMessage(question, [port2])
  })
}

function readPlace(data: unknown): { room: string; seq: number } | null {
  if (typeof data !== 'object' || data === null || !('room' in data) || !('seq' in data)) return null
  const { room, seq } = data
  return typeof room === 'string' && typeof seq === 'number' ? { room, seq } : null
}

function parse(data: PushMessageData | null): unknown {
  try {
    return data?.json()
  } catch {
    return null
  }
}

const ignore = () => undefined
