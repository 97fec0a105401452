import { PictureView } from '#web/packs/index.ts'
import type { Panel } from './panel-state.ts'

/** What is held, over the panel. */
export function LargePicture({ panel: { large } }: { panel: Panel }) {
  const shown = large.value
  if (!shown) return null
  return (
    <div class="pack-large" aria-hidden="true">
      <PictureView emoticon={shown.emoticon} as="cell" silent asked />
      <p>{shown.name}</p>
    </div>
  )
}
