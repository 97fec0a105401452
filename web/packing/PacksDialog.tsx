import { useEffect, useState } from 'preact/hooks'
import { limits } from '#protocol/limits.ts'
import type { Pack } from '#protocol/packs.ts'
import { announce } from '#web/attention/index.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { packs, readPacks } from '#web/packs/index.ts'
import { localeTag, words } from '#web/words/index.ts'
import { packWords } from '#web/words/packs.ts'
import { DraftView } from './DraftView.tsx'
import { PackDraft } from './draft.ts'
import { fromDrop } from './given-files.ts'
import { PackList } from './PackList.tsx'
import { PackView } from './PackView.tsx'
import { type Pickings, pickGiven } from './pick-pictures.ts'
import { type Given, MOST_UNPACKED_BYTES } from './read-zip.ts'
import { useHeld } from './use-held.ts'

type View = { name: 'list' } | { name: 'pack'; id: string } | { name: 'draft'; draft: PackDraft }

/** Where the owner of the installation keeps its packs. All of it works by keyboard, and with files dropped on it. */
export function PacksDialog({ onClose }: { onClose: () => void }) {
  const [view, setView] = useState<View>({ name: 'list' })
  const [trouble, setTrouble] = useState('')
  const [reading, setReading] = useState(false)
  const { held, over, away } = useHeld()
  const say = packWords().owner
  useEffect(() => {
    readPacks().catch(() => setTrouble(packWords().loadError))
  }, [])
  useEffect(() => (view.name === 'draft' ? () => view.draft.close() : undefined), [view])
  const pack = view.name === 'pack' ? packs.value?.find(({ id }) => id === view.id) : undefined
  const isFull = !pack && (packs.value?.length ?? 0) >= limits.packs

  const take = async (given: readonly Given[] | Promise<readonly Given[]>) => {
    if (isFull || reading || view.name === 'draft') {
      if (isFull) setTrouble(say.whole.packs_full(limits.packs))
      return
    }
    setTrouble('')
    setReading(true)
    const picked = await pickGiven(given)
    setReading(false)
    if (typeof picked === 'string') setTrouble(whyNothing(picked))
    else setView({ name: 'draft', draft: new PackDraft(picked.pictures, picked.title, pack ?? null) })
  }
  const made = ({ id, title, pictures }: Pack) => {
    announce(say.made(title, pictures.length))
    setView({ name: 'pack', id })
  }
  const back = () => {
    setTrouble('')
    setView({ name: 'list' })
  }
  return (
    <Dialog title={say.title} close={words().close} kind="tall" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped; the buttons do the same. */}
      <div
        class={held && view.name !== 'draft' ? 'packs packs-held' : 'packs'}
        onDragOver={(event) => {
          event.preventDefault()
          event.stopPropagation()
          over()
        }}
        onDragLeave={({ currentTarget, relatedTarget }) => {
          if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) away()
        }}
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          away()
          if (event.dataTransfer) void take(fromDrop(event.dataTransfer))
        }}
      >
        {view.name === 'draft' ? (
          <DraftView draft={view.draft} onBack={back} onMade={made} />
        ) : pack ? (
          <PackView key={pack.id} pack={pack} onBack={back} onGive={take} />
        ) : (
          <PackList onOpen={(id) => setView({ name: 'pack', id })} onGive={take} />
        )}
        {view.name !== 'draft' && (
          <p class="packs-told" role="status">
            {reading ? say.reading : trouble}
          </p>
        )}
      </div>
    </Dialog>
  )
}

function whyNothing(why: Extract<Pickings, string>): string {
  const say = packWords().owner.whole
  if (why === 'too_many') return say.too_many(limits.packPictures)
  return why === 'too_large' ? say.too_large(formatBytes(MOST_UNPACKED_BYTES, localeTag.value)) : say[why]
}
