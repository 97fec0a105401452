import { useState } from 'preact/hooks'
import type { Card } from '#protocol/files.ts'
import { useAddress } from '#web/files/late.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { folded, setFolded } from '#web/store/folded-cards.ts'
import { cardWords } from '#web/words/cards.ts'
import { hideCards } from './hide-cards.ts'
import { safeHref } from './safe-href.ts'

type Props = {
  card: Card
  /** Key of the row. */
  row: string
  /** Number of an own message: its author may take the cards away. */
  seq: number | null
  reachable: boolean
}

/** What a page says of itself, and where it really is. It leads where its link does. */
export function LinkCard({ card, row, seq, reachable }: Props) {
  const { link, host, title, text, picture } = card
  const say = cardWords()
  const url = safeHref(link)
  const key = `${row} ${link}`
  const tabIndex = reachable ? 0 : -1
  if (!url) return null
  if (folded.value.has(key)) {
    return (
      <button
        type="button"
        class="card-folded"
        tabIndex={tabIndex}
        aria-label={say.unfold(host)}
        onClick={() => setFolded(key, false)}
      >
        <span class="card-host">{host}</span>
        <span class="card-show">{say.show}</span>
      </button>
    )
  }
  return (
    <div class="card card-link">
      <a
        class="card-words"
        href={url.href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        tabIndex={tabIndex}
        aria-label={say.label(title, host)}
      >
        <span class="card-host">{host}</span>
        <bdi class="card-title" key={title} translate>
          {title}
        </bdi>
        {text && (
          <bdi class="card-line" key={text} dir="auto" translate>
            {text}
          </bdi>
        )}
      </a>
      {picture && <CardPicture id={picture.id} />}
      {seq === null ? (
        <CardButton icon="chevron-up" label={say.fold} tabIndex={tabIndex} onPress={() => setFolded(key, true)} />
      ) : (
        <CardButton icon="x" label={say.remove} tabIndex={tabIndex} onPress={() => void hideCards(seq)} />
      )}
    </div>
  )
}

type ButtonProps = { icon: 'x' | 'chevron-up'; label: string; tabIndex: number; onPress: () => void }

function CardButton({ icon, label, tabIndex, onPress }: ButtonProps) {
  return (
    <button type="button" class="card-button" aria-label={label} title={label} tabIndex={tabIndex} onClick={onPress}>
      <LateIcon name={icon} size={16} />
    </button>
  )
}

/** Our own copy, so that no reader is seen by the other site (T-45). One that does not come leaves its place. */
function CardPicture({ id }: { id: string }) {
  const address = useAddress(id, 'card')
  const [isHere, setHere] = useState(false)
  const isKnown = address !== null && address !== 'failed'
  return (
    <span class={isHere ? 'card-hole card-picture-here' : 'card-hole'} aria-hidden="true">
      {isKnown && (
        <img src={address} alt="" width={64} height={64} loading="lazy" decoding="async" onLoad={() => setHere(true)} />
      )}
    </span>
  )
}
