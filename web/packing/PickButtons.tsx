import { useLayoutEffect, useRef } from 'preact/hooks'
import { limits } from '#protocol/limits.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { localeTag } from '#web/words/index.ts'
import { packWords } from '#web/words/packs.ts'
import { fromInput } from './given-files.ts'
import type { Given } from './read-zip.ts'

/** Phones choose no folders. */
const choosesFolders =
  'webkitdirectory' in HTMLInputElement.prototype && !/Android|iPhone|iPad/.test(navigator.userAgent)

/** Two ways to give pictures; a third is to drop them on the dialog. */
export function PickButtons({ title, onGive }: { title: string; onGive: (given: readonly Given[]) => unknown }) {
  const say = packWords().owner
  return (
    <section class="packs-add" aria-label={title}>
      <h3>{title}</h3>
      <p>{say.drop}</p>
      <div class="packs-buttons">
        {choosesFolders && <Pick word={say.folder} folder onGive={onGive} />}
        <Pick word={say.files} onGive={onGive} />
      </div>
      <p class="fine-print">{say.limits(limits.packPictures, formatBytes(limits.packPictureBytes, localeTag.value))}</p>
    </section>
  )
}

type PickProps = { word: string; folder?: boolean; onGive: (given: readonly Given[]) => unknown }

function Pick({ word, folder = false, onGive }: PickProps) {
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (input.current) input.current.webkitdirectory = folder
  }, [folder])
  return (
    <>
      <button type="button" class="button button-sunken" onClick={() => input.current?.click()}>
        <LateIcon name={folder ? 'folder' : 'plus'} size={18} />
        {word}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        tabIndex={-1}
        aria-label={word}
        accept={folder ? undefined : 'image/*,.zip,application/zip'}
        onChange={({ currentTarget }) => {
          const given = fromInput(currentTarget.files)
          currentTarget.value = ''
          if (given.length > 0) onGive(given)
        }}
      />
    </>
  )
}
