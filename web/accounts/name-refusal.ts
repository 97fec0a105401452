import type { Refused } from '#sdk/index.ts'
import type { Words } from '#web/words/index.ts'
import { refusalSentence, refusalWords } from '#web/words/refusals.ts'
import type { NameTrouble } from './name-trouble.ts'

/** What the server said of a name. */
export function refusedName(error: Refused, limit: number, { enter }: Words): NameTrouble {
  const { code, suggestion, limit: said = limit } = error.refusal
  const { name } = refusalWords()
  switch (code) {
    case 'name_taken':
      return suggestion ? { text: name.takenTry(suggestion), suggestion } : { text: name.taken }
    case 'name_invalid':
    case 'bad_text':
      return { text: name.invalid }
    case 'empty':
      return { text: enter.empty }
    case 'too_long':
      return { text: enter.tooLong(said) }
    default:
      return { text: refusalSentence(error) }
  }
}
