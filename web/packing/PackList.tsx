import type { Pack } from '#protocol/packs.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { PictureView, packs } from '#web/packs/index.ts'
import { packWords } from '#web/words/packs.ts'
import { PickButtons } from './PickButtons.tsx'
import type { Given } from './read-zip.ts'

type Props = { onOpen: (id: string) => void; onGive: (given: readonly Given[]) => unknown }

/** All packs, and how to add one. */
export function PackList({ onOpen, onGive }: Props) {
  const say = packWords().owner
  const all = packs.value
  return (
    <>
      <p class="packs-about">{say.about}</p>
      {all?.length === 0 && <p class="packs-about">{say.none}</p>}
      <ul class="packs-list">
        {all?.map((pack) => (
          <li key={pack.id}>
            <PackRow pack={pack} onOpen={() => onOpen(pack.id)} />
          </li>
        ))}
      </ul>
      <PickButtons title={say.add} onGive={onGive} />
    </>
  )
}

function PackRow({ pack, onOpen }: { pack: Pack; onOpen: () => void }) {
  const say = packWords().owner
  const [first] = pack.pictures
  return (
    <button type="button" class="list-row packs-row" aria-label={say.open(pack.title)} onClick={onOpen}>
      <span class="packs-sign">{first && <PictureView emoticon={first} as="cell" silent />}</span>
      <span class="packs-name">
        <bdi>{pack.title}</bdi>
        <small>
          {say.kinds[pack.kind]} · {say.count(pack.pictures.length)}
        </small>
      </span>
      <LateIcon name="chevron-right" size={18} />
    </button>
  )
}
