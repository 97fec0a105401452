import { type Erasing, erasing, type Where } from '#web/store/own-data.ts'
import { entered } from '#web/store/session.ts'
import { type OwnDataWords, ownDataWords } from '#web/words/own-data.ts'

const places = ['here', 'everywhere'] as const satisfies readonly Where[]

/** The way to delete all that one has said, and how far that is. */
export function EraseSection({ onAsk }: { onAsk: (where: Where) => void }) {
  const say = ownDataWords().erase
  const now = erasing.value
  const isShut = !entered.value || now.name === 'begun' || now.name === 'running'
  return (
    <section class="own-data-part" aria-labelledby="own-data-erase">
      <h3 id="own-data-erase">{say.title}</h3>
      <p>{say.about}</p>
      <div class="own-data-buttons">
        {places.map((where) => (
          <button
            key={where}
            type="button"
            id={`erase-${where}`}
            class="button button-sunken"
            aria-disabled={isShut}
            onClick={() => isShut || onAsk(where)}
          >
            {say[where]}
          </button>
        ))}
      </div>
      {now.name === 'running' && <progress aria-label={say.title} max={now.of} value={now.done} />}
      {now.name === 'begun' && <progress aria-label={say.title} />}
      <p class="own-data-told" role="status">
        {toldOf(now, say)}
      </p>
    </section>
  )
}

function toldOf(now: Erasing, say: OwnDataWords['erase']): string {
  switch (now.name) {
    case 'idle':
      return ''
    case 'begun':
      return say.begun
    case 'running':
      return say.running(now.done, now.of)
    case 'over':
      return say.over(now.count)
    case 'refused':
      return now.text
  }
}
