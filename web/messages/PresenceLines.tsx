import { useState } from 'preact/hooks'
import type { Person } from '#protocol/people.ts'
import { ignored } from '#web/store/ignored.ts'
import { isolate } from '#web/store/notice-sentences.ts'
import { preferences } from '#web/store/preferences.ts'
import type { PresenceLine } from '#web/store/presence-shown.ts'
import { lateWords } from '#web/words/late.ts'
import { SystemLine } from './LogLines.tsx'
import { stayHere } from './log-view.ts'
import { Sentence } from './Sentence.tsx'

/** Who came, went or changed the name, but for those whom the reader ignores. A fold opens into one line a person. */
export function PresenceLines({ line }: { line: PresenceLine }) {
  const [open, setOpen] = useState(false)
  const say = lateWords().lines
  const { kind } = line
  const people = line.people.filter(({ id }) => !ignored.value.has(id))
  // Of the people of a fold at most 200 are known; the rest only counts.
  const count = line.count - (line.people.length - people.length)
  if (count === 0) return null
  if (kind === 'renamed')
    return (
      <SystemLine>
        <Sentence text={say.renamed(isolate(line.from ?? ''), isolate(people[0]?.name ?? ''))} />
      </SystemLine>
    )
  const each = preferences.value.joinLines === 'all'
  const sentence = (some: readonly Person[], number: number) =>
    say[kind](
      some.map((one) => isolate(one.name)),
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
          <Sentence text={sentence(people, count)} />
          {folds && ' '}
          {folds && (
            <button type="button" aria-expanded={open} onClick={toggle}>
              {open ? say.fold : say.unfold}
            </button>
          )}
        </SystemLine>
      )}
      {(each || (folds && open)) &&
        people.map((one) => (
          <SystemLine key={one.id}>
            <Sentence text={sentence([one], 1)} />
          </SystemLine>
        ))}
    </>
  )
}
