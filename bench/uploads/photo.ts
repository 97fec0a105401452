import { bringGuest } from '#tests/kit/guest.ts'
import { jpegPicture } from '#tests/kit/make-pictures.ts'
import { Uploader } from '#tests/kit/uploader.ts'

type Place = { readonly url: string; readonly socketUrl: string }
export type PhotoFigures = { bytes: number; readyMs: number[]; seenMs: number[] }

const WIDTH = 4_000
const HEIGHT = 3_000

/** As large as a telephone makes them: grain over soft light, so that no encoder has it easy. */
async function photo(): Promise<Buffer> {
  let seed = 7
  return jpegPicture({
    width: WIDTH,
    height: HEIGHT,
    draw(x, y) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      const grain = (seed >>> 24) / 12
      return [90 + grain + x / 40, 80 + grain + y / 40, 110 + grain, 255]
    },
  })
}

/** From the last byte to the file; from the first one (Send) until another person has the small picture. */
export async function measurePhotos(at: Place, room: string, count: number): Promise<PhotoFigures> {
  const one = await photo()
  const [ada, bob] = [await bringGuest(at, { name: 'ada', room }), await bringGuest(at, { name: 'bob', room })]
  const [sends, sees] = [new Uploader(at, ada.token), new Uploader(at, bob.token)]
  const { id } = (await ada.client.call('room.open', { name: room })).room
  const figures: PhotoFigures = { bytes: one.length, readyMs: [], seenMs: [] }
  for (let n = 0; n < count; n++) {
    const bytes = Buffer.concat([one, Buffer.from(`${n}`)])
    const startMs = performance.now()
    const begun = await sends.opens(id, { name: `${n}.jpg`, bytes: bytes.length })
    const last = bytes.length - (bytes.length % begun.slice || begun.slice)
    for (let from = 0; from < last; from += begun.slice)
      await sends.patch(begun.id, from, bytes.subarray(from, from + begun.slice))
    const lastMs = performance.now()
    const file = await sends.sends({ ...begun, offset: last }, bytes)
    figures.readyMs.push(performance.now() - lastMs)
    await seen(bob.room, async () => {
      await ada.client.call('message.post', { room: id, cid: crypto.randomUUID(), body: '', files: [{ id: file.id }] })
    })
    const small = await sees.call(`/api/files/${file.id}/thumb`)
    if (small.status !== 200) throw new Error(`the small picture: ${small.status}`)
    figures.seenMs.push(performance.now() - startMs)
  }
  ada.leaves()
  bob.leaves()
  return figures
}

type Room = Awaited<ReturnType<typeof bringGuest>>['room']

/** Resolves when what `say` says has been heard. */
async function seen(room: Room, say: () => Promise<void>): Promise<void> {
  const heard = Promise.withResolvers<void>()
  const stop = room.listen({
    events: (events) => events.some(({ type }) => type === 'message.posted') && heard.resolve(),
  })
  await say()
  await heard.promise
  stop()
}
