import { useState } from 'preact/hooks'
import { showToast } from '#web/kit/toast.ts'
import { deleteMe } from '#web/store/own-data.ts'
import { ownDataWords } from '#web/words/own-data.ts'
import { refusalSentence } from '#web/words/refusals.ts'
import { Question } from './Question.tsx'

/** After it somebody new is asked for a name. */
export function DeleteMeQuestion({ onBack, onGone }: { onBack: () => void; onGone: () => void }) {
  const [told, setTold] = useState('')
  const say = ownDataWords().leave
  const go = async () => {
    setTold(say.leaving)
    try {
      await deleteMe()
      onGone()
      showToast(ownDataWords().leave.over)
    } catch (error) {
      setTold(refusalSentence(error))
    }
  }
  return (
    <Question title={say.ask} what={say.what} go={say.go} onGo={() => void go()} onBack={onBack}>
      <p class="own-data-told" role="status">
        {told}
      </p>
    </Question>
  )
}
