import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Person } from '#protocol/people.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { type Mark, markedPeople, markPerson, startMarks } from '#web/store/marked-people.ts'
import { words } from '#web/words/index.ts'
import { personWords } from '#web/words/persons.ts'

/** Whom one ignores and refuses, and the way to lift it. */
export function MarkedDialog({ onClose }: { onClose: () => void }) {
  const body = useRef<HTMLDivElement>(null)
  const say = personWords().marked
  const { ignored, refused } = markedPeople.value
  useEffect(startMarks, [])
  // The row whose button had the focus is gone: the list keeps it.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) body.current?.focus()
  }, [ignored, refused])
  return (
    <Dialog title={say.title} close={words().close} onClose={onClose}>
      <div class="own-data" ref={body} tabIndex={-1}>
        <Part mark="ignored" title={say.ignored} note={say.ignoredNote} none={say.nobodyIgnored} people={ignored} />
        <Part mark="refused" title={say.refused} note={say.refusedNote} none={say.nobodyRefused} people={refused} />
      </div>
    </Dialog>
  )
}

type PartProps = { mark: Mark; title: string; note: string; none: string; people: readonly Person[] }

function Part({ mark, title, note, none, people }: PartProps) {
  const say = personWords().marked
  return (
    <section class="own-data-part" aria-labelledby={`marked-${mark}`}>
      <h3 class="group-label" id={`marked-${mark}`}>
        {title}
      </h3>
      <p>{people.length > 0 ? note : none}</p>
      <ul class="marked-list">
        {people.map((person) => (
          <li key={person.id} class="list-row person-row ban-row">
            <Bowl look={person.look} />
            <span class="person-words">
              <span class="person-name">
                <bdi>{person.name}</bdi>
              </span>
            </span>
            <button
              type="button"
              class="text-button"
              aria-label={say.liftOf(person.name)}
              onClick={() => void markPerson(person, mark, false)}
            >
              {say.lift}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
