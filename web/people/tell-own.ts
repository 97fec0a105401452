import { isNotice } from '#protocol/notices.ts'
import { announce } from '#web/attention/index.ts'
import { concerns, noticeLines, partsOf } from '#web/store/notice-sentences.ts'
import { inRoom, me, onRoomLeft } from '#web/store/session.ts'
import { personWords } from '#web/words/persons.ts'
import { toolWords } from '#web/words/tools.ts'

/** Tells a screen reader what others did to its listener in the room. What was missed is not told. */
export function startTellingOwn(): void {
  let isBack = false
  onRoomLeft(() => {
    isBack = true
  })
  inRoom({
    snapshot: () => {
      isBack = false
    },
    events: (events, caughtUp) => {
      const history = isBack || !caughtUp
      if (caughtUp) isBack = false
      const mine = me.peek()?.id
      const own = events.filter(isNotice).filter((notice) => concerns(notice, mine))
      if (history || own.length === 0) return
      const lines = noticeLines(own, { say: personWords(), mine, gone: toolWords().log.nameless })
      announce(lines.map(({ text }) => partsOf(text).join('')).join('\n'))
    },
  })
}
