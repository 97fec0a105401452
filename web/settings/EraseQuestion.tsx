import { eraseMyMessages, type Where } from '#web/store/own-data.ts'
import { roomInfo } from '#web/store/session.ts'
import { ownDataWords } from '#web/words/own-data.ts'
import { Question } from './Question.tsx'

export function EraseQuestion({ where, onBack }: { where: Where; onBack: () => void }) {
  const say = ownDataWords().erase
  const title = where === 'here' ? say.askHere(roomInfo.value?.title ?? '') : say.askEverywhere
  const go = () => {
    void eraseMyMessages(where)
    onBack()
  }
  return <Question title={title} what={say.what} go={say.go} onGo={go} onBack={onBack} />
}
