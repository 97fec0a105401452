import { type ReadonlySignal, signal } from '@preact/signals'
import { looks } from '#protocol/looks.ts'
import type { Me } from '#protocol/people.ts'
import { enter, suggestName } from '#web/store/entering.ts'
import { welcome } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { bowlsAround } from './bowl-choice.ts'
import { type NameTrouble, troubleFrom, troubleOf } from './name-trouble.ts'

const NAME_CHARS = 32

/** What stands in the dialog. `own`: the person writes the name; otherwise it is a proposal. */
export type Choice = {
  name: string
  look: number
  bowls: readonly number[]
  own: boolean
  busy: boolean
  trouble: NameTrouble | null
}

export type NameChoice = {
  state: ReadonlySignal<Choice>
  write(name: string): void
  pick(look: number): void
  writeOwn(): void
  /** Another name and other bowls. With `own` false it also goes back to proposals. */
  shuffle(own: boolean): Promise<void>
  /** Takes the name and the bowl; true when it is done. A proposal that was taken meanwhile gets its suggestion. */
  take(): Promise<boolean>
}

const nameLimit = (): number => welcome.value?.limits.name_chars ?? NAME_CHARS

export function createNameChoice(mine: Me, startsOwn: boolean): NameChoice {
  const state = signal<Choice>({
    name: mine.name,
    look: mine.look,
    bowls: bowlsAround(mine.look, Math.random),
    own: startsOwn,
    busy: false,
    trouble: null,
  })
  const change = (part: Partial<Choice>) => {
    state.value = { ...state.value, ...part }
  }
  const tryToTake = async (name: string): Promise<NameTrouble | null> => {
    try {
      await enter(name, state.value.look)
      return null
    } catch (error) {
      return troubleFrom(error, nameLimit(), words())
    }
  }
  return {
    state,
    write: (name) => change({ name, trouble: null }),
    pick: (look) => change({ look }),
    writeOwn: () => change({ own: true }),
    async shuffle(own) {
      const look = Math.floor(Math.random() * looks)
      change({ look, bowls: bowlsAround(look, Math.random), own, trouble: null })
      try {
        change({ name: await suggestName() })
      } catch (error) {
        change({ trouble: await troubleFrom(error, nameLimit(), words()) })
      }
    },
    async take() {
      if (state.value.busy) return false
      const name = state.value.name.trim()
      const seen = troubleOf(name, nameLimit(), words())
      if (seen) {
        change({ trouble: seen })
        return false
      }
      change({ busy: true, trouble: null })
      let trouble = await tryToTake(name)
      if (trouble?.suggestion && !state.value.own) {
        change({ name: trouble.suggestion })
        trouble = await tryToTake(trouble.suggestion)
      }
      change({ busy: false, trouble })
      return trouble === null
    },
  }
}
