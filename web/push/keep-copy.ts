import { effect } from '@preact/signals'
import { keepCopy, ownerOfCopy, wipeCopy } from '#web/store/offline-copy.ts'
import { me, roomInfo, roomName, roomOut, roomRefused, status } from '#web/store/session.ts'
import { timeline } from '#web/store/timeline-store.ts'

/** What changes within this is kept together. */
const GATHER_MS = 1_000

let timer: ReturnType<typeof setTimeout> | undefined
/** One after another, so that what was wiped does not come back. */
let last: Promise<unknown> = Promise.resolve()

const then = (work: () => Promise<void>): void => {
  last = last.then(work).catch(() => undefined)
}

/**
 * Keeps the newest messages of the room of the page, as they are; and wipes what was kept when it is somebody else's, when its
 * person is no more, and when the room may not be read any more (T-81, P-27).
 */
export function startKeeping(): void {
  effect(() => {
    const mine = me.value?.id
    if (mine !== undefined && status.value?.name === 'online') then(() => wipeOthers(mine))
  })
  effect(() => {
    if (roomRefused.value === null && roomOut.value === null && !isOver()) return
    clearTimeout(timer)
    then(wipeCopy)
  })
  effect(() => {
    const { ready } = timeline.value
    if (!ready || !roomInfo.value || status.value?.name !== 'online') return
    clearTimeout(timer)
    timer = setTimeout(keep, GATHER_MS)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep()
  })
}

/** The session has ended: whoever comes next is somebody else. */
function isOver(): boolean {
  const now = status.value
  return now?.name === 'stopped' && (now.code === 4401 || now.refusal === 'login_first')
}

async function wipeOthers(mine: string): Promise<void> {
  const owner = await ownerOfCopy()
  if (owner !== null && owner !== mine) await wipeCopy()
}

function keep(): void {
  const [mine, room, log] = [me.peek(), roomInfo.peek(), timeline.peek()]
  if (!mine?.entered || !room || !log.ready || status.peek()?.name !== 'online') return
  const { epoch, floor, head, tail, tailFrom } = log
  const copy = { me: mine, name: roomName.peek(), room, log: { epoch, floor, head, tail, tailFrom } }
  then(() => keepCopy(copy))
}
