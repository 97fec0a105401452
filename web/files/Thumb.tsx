import type { File } from '#protocol/files.ts'
import { useAddress } from './file-address.ts'

/** The first picture of a message, very small, beside words that say the same. */
export function Thumb({ files }: { files: readonly File[] }) {
  const picture = files.find(({ kind }) => kind === 'picture')
  const address = useAddress(picture?.id ?? null, 'thumb')
  if (!picture) return null
  return (
    <span class="files-thumb" style={{ background: picture.tint }}>
      {address && address !== 'failed' && <img src={address} alt="" decoding="async" draggable={false} />}
    </span>
  )
}
