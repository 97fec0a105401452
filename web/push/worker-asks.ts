import { effect } from '@preact/signals'
import { goToRoom } from '#web/store/go-to-room.ts'
import { roomInfo, roomName } from '#web/store/session.ts'
import { attentive } from '#web/store/unread.ts'
import { pageWorker } from '#web/store/worker.ts'

/** What the worker asks this page (web/sw/push-notes.ts): which room it shows, or to go to a message. */
type Asked = { ask: 'room' } | { ask: 'go'; room: string; seq: number }

/** Answers the worker, and takes its notices away when their room is looked at. */
export function startAnswering(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data, ports: [port] }) => {
    const asked = readAsked(data)
    if (!asked || !port) return
    if (asked.ask === 'go') goToRoom(asked.room, { seq: asked.seq })
    port.postMessage(asked.ask === 'go' ? true : roomName.peek())
  })
  effect(() => {
    const here = roomInfo.value?.id
    if (attentive.value && here !== undefined) void closeNotices(`teahouse ${here}`)
  })
}

async function closeNotices(tag: string): Promise<void> {
  const worker = await pageWorker()
  for (const notice of (await worker?.getNotifications({ tag })) ?? []) notice.close()
}

function readAsked(data: unknown): Asked | null {
  if (typeof data !== 'object' || data === null || !('ask' in data)) return null
  if (data.ask === 'room') return { ask: 'room' }
  if (data.ask !== 'go' || !('room' in data) || !('seq' in data)) return null
  const { room, seq } = data
  return typeof room === 'string' && typeof seq === 'number' ? { ask: 'go', room, seq } : null
}
