import { useState } from 'preact/hooks'
import type { Person } from '#protocol/people.ts'
import { preferences } from '#web/store/preferences.ts'
import type { PresenceLine } from '#web/store/presence-shown.ts'
import { lateWords } from '#web/words/late.ts'
import { SystemLine } from './LogLines.tsx'
import { stayHere } from './log-view.ts'

/** Who came, went or changed the name. A fold opens into one line a person. */
export function PresenceLines({ line }: { line: PresenceLine }) {
  const [open, setOpen] = useState(false)
  const say = lateWords().lines
  const { kind, people, count } = line
  if (kind === 'renamed') return <SystemLine>{say.renamed(line.from ?? '', people[0]?.name ?? '')}</SystemLine>
  const each = preferences.value.joinLines === 'all'
  const sentence = (some: readonly Person[], number: number) =>
    say[kind](
      some.map((one) => one.name),
      number,
    )
  const toggle = () => {
    stayHere()
    setOpen(!open)
  }
  const folds = count > 2 && !each
  return (
    <>
      {!each && (
        <SystemLine>
          {sentence(people, count)}
          {folds && ' '}
          {folds && (
            <button type="button" aria-expanded={open} onClick={toggle}>
              {open ? say.fold : say.unfold}
            </button>
          )}
        </SystemLine>
      )}
      {(each || (folds && open)) && people.map((one) => <SystemLine key={one.id}>{sentence([one], 1)}</SystemLine>)}
    </>
  )
}
