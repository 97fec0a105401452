import { useEffect } from 'preact/hooks'
import type { StorageUse } from '#protocol/files.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { shownLanguage, words } from '#web/words/index.ts'
import { storageWords } from '#web/words/storage.ts'
import { reading, readStorage } from './storage-use.ts'

type Used = StorageUse['mine']
type HouseUse = NonNullable<StorageUse['house']>

const sizeOf = (bytes: number): string => formatBytes(Math.max(0, bytes), shownLanguage.value)

/** What files take: one's own, and to who owns the installation all of them. */
export function StorageDialog({ onClose }: { onClose: () => void }) {
  const say = storageWords()
  const now = reading.value
  useEffect(() => void readStorage(), [])
  return (
    <Dialog title={say.title} close={words().close} onClose={onClose}>
      <div class="own-data storage" aria-busy={now.name === 'busy'}>
        {now.name === 'busy' && <p role="status">{say.loading}</p>}
        {now.name === 'failed' && <Failed />}
        {now.name === 'read' && <Mine mine={now.use.mine} />}
        {now.name === 'read' && now.use.house && <House house={now.use.house} />}
      </div>
    </Dialog>
  )
}

function Failed() {
  const say = storageWords()
  return (
    <div role="alert">
      <p>{say.failed}</p>
      <button type="button" class="button button-sunken" onClick={() => void readStorage()}>
        {say.again}
      </button>
    </div>
  )
}

function Mine({ mine }: { mine: Used }) {
  const say = storageWords()
  return (
    <section class="own-data-part" aria-labelledby="storage-mine">
      <h3 id="storage-mine">{say.mine}</h3>
      <Meter used={mine} note={say.free(sizeOf(mine.limit - mine.bytes))} />
      <p>{mine.bytes >= mine.limit ? say.full : say.hint}</p>
    </section>
  )
}

function House({ house }: { house: HouseUse }) {
  const say = storageWords()
  const { free_bytes: free } = house
  const people = house.people.map(({ id, name, bytes }) => ({ id, name, bytes }))
  const rooms = house.rooms.map(({ id, title, bytes }) => ({ id, name: title, bytes }))
  return (
    <section class="own-data-part" aria-labelledby="storage-house">
      <h3 id="storage-house">{say.house}</h3>
      <Meter used={house} note={free === undefined ? '' : say.disk(sizeOf(free))} />
      <Largest title={say.people} rows={people} most={house.bytes} />
      <Largest title={say.rooms} rows={rooms} most={house.bytes} note={say.roomsNote} />
    </section>
  )
}

const FULLISH = 0.9

/** The bar is for the eye; its words say the same. */
function Meter({ used, note }: { used: Used; note: string }) {
  const part = Math.min(1, used.bytes / used.limit)
  return (
    <>
      <div class={part >= FULLISH ? 'storage-bar storage-bar-full' : 'storage-bar'} aria-hidden="true">
        {part > 0 && <span style={{ inlineSize: `${part * 100}%` }} />}
      </div>
      <p class="storage-words">
        <span>{storageWords().used(sizeOf(used.bytes), sizeOf(used.limit))}</span>
        <span>{note}</span>
      </p>
    </>
  )
}

type Row = { id: string; name: string; bytes: number }

function Largest({
  title,
  rows,
  most,
  note = '',
}: {
  title: string
  rows: readonly Row[]
  most: number
  note?: string
}) {
  const say = storageWords()
  return (
    <div class="storage-largest">
      <h4 class="group-label">{title}</h4>
      {rows.length === 0 && <p>{say.nothing}</p>}
      <ol>
        {rows.map(({ id, name, bytes }) => (
          <li key={id}>
            <bdi>{name}</bdi>
            <span class="storage-size">{sizeOf(bytes)}</span>
            <span class="storage-share" aria-hidden="true">
              <span style={{ inlineSize: `${Math.min(100, (bytes / Math.max(1, most)) * 100)}%` }} />
            </span>
          </li>
        ))}
      </ol>
      {note && <p>{note}</p>}
    </div>
  )
}
