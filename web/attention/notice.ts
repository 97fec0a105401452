import { effect } from '@preact/signals'
import { firstWords } from '#web/kit/first-words.ts'
import { isPhone } from '#web/store/notifications.ts'
import { openNotices } from '#web/store/open-notices.ts'
import { preferences } from '#web/store/preferences.ts'
import { pushState } from '#web/store/push-subscription.ts'
import { saidIn } from '#web/store/said.ts'
import { attentive } from '#web/store/unread.ts'
import { pageWorker } from '#web/store/worker.ts'
import { attentionWords } from '#web/words/attention.ts'
import type { Incoming } from './incoming.ts'
import type { Where } from './where.ts'

const MOST_CHARS = 200

/**
 * Tells of messages in one notification of the system for each room, in the place of the one before, until the page has the
 * attention or they were read elsewhere. It makes no sound: ours does.
 */
export function showNotice(where: Where, incoming: readonly Incoming[]): void {
  if (attentive.peek()) return
  const { title, body } = noticeOf(where, incoming)
  const lang = document.documentElement.lang
  const options = { body, lang, tag: `teahouse ${where.id}`, renotify: true, silent: true }
  openNotices.close(where.id)
  if (pushState.peek() === 'on' || isPhone()) {
    void showByWorker(title, { ...options, data: { room: where.name, seq: incoming.at(-1)?.message.seq ?? 0 } })
    return
  }
  try {
    const notice = new Notification(title, options)
    notice.onclick = () => {
      window.focus()
      notice.close()
      if (!where.here) openNotices.goTo(where, incoming.at(-1)?.message.seq)
    }
    const stop = effect(() => {
      if (attentive.value) notice.close()
    })
    const close = () => {
      stop()
      notice.close()
    }
    openNotices.add(where.id, { upTo: incoming.at(-1)?.message.seq ?? 0, close })
  } catch {
    // There is a constructor and it throws, as on a phone: what cannot be shown is in the title and on the icon.
  }
}

/** Phones have no other way; and where one is pushed to, a push takes this notice's place, and not a place beside it. */
async function showByWorker(title: string, options: NotificationOptions): Promise<void> {
  const worker = await pageWorker()
  await worker?.showNotification(title, options).catch(() => undefined)
}

/** The newest that is for the reader, else the newest; of several only the number. */
function noticeOf({ title }: Where, incoming: readonly Incoming[]): { title: string; body: string } {
  const say = attentionWords().notify
  const forMe = incoming.filter((one) => one.forMe)
  const one = forMe.at(-1) ?? incoming.at(-1)
  if (incoming.length > 1 || !one) return { title, body: say.several(incoming.length, forMe.length) }
  const hidden = preferences.peek().notifyContent === 'hidden'
  const body = hidden ? (one.forMe ? say.mentioned : say.wrote) : firstWords(saidIn(one.message), MOST_CHARS)
  return { title: say.who(one.message.by.name, title), body }
}
