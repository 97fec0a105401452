import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { aacSound, flacSound, mp3Sound, mp4Film, oggSound, wavSound, webmFilm } from '#tests/kit/make-sounds.ts'
import { byteSource } from './byte-source.ts'
import { type MediaFamily, tellKind } from './first-bytes.ts'
import { tellMedia } from './media-head.ts'

async function media(bytes: Uint8Array) {
  const told = tellKind(bytes)
  if (told.kind !== 'media') throw new Error(told.kind)
  return tellMedia(byteSource(new Blob([Uint8Array.from(bytes)])), told.family)
}

test('a head tells how large a film is and how long, and whether there is something to see', async () => {
  const cases: [Buffer, unknown][] = [
    [mp4Film(), { kind: 'video', type: 'video/mp4', width: 640, height: 360, duration_ms: 4_000 }],
    [
      mp4Film({ moovLast: true, turned: true }),
      { kind: 'video', type: 'video/mp4', width: 360, height: 640, duration_ms: 4_000 },
    ],
    [
      mp4Film({ brand: 'qt  ' }),
      { kind: 'video', type: 'video/quicktime', width: 640, height: 360, duration_ms: 4_000 },
    ],
    [mp4Film({ brand: 'M4A ', sound: true }), { kind: 'audio', type: 'audio/mp4', duration_ms: 4_000 }],
    [mp4Film({ brand: '3gp5', sound: true, durationMs: 0 }), { kind: 'audio', type: 'audio/3gpp' }],
    [webmFilm(), { kind: 'video', type: 'video/webm', width: 320, height: 240, duration_ms: 3_000 }],
    [webmFilm({ sound: true, durationMs: null }), { kind: 'audio', type: 'audio/webm', duration_ms: 2_340 }],
    [
      webmFilm({ docType: 'matroska' }),
      { kind: 'video', type: 'video/x-matroska', width: 320, height: 240, duration_ms: 3_000 },
    ],
    [oggSound(2_500), { kind: 'audio', type: 'audio/ogg', duration_ms: 2_500 }],
    [wavSound(1_500), { kind: 'audio', type: 'audio/wav', duration_ms: 1_500 }],
    [flacSound(2_000), { kind: 'audio', type: 'audio/flac', duration_ms: 2_000 }],
    [mp3Sound({ frames: 100 }), { kind: 'audio', type: 'audio/mpeg', duration_ms: 2_606 }],
    [mp3Sound({ frames: 100, counted: true, tagged: true }), { kind: 'audio', type: 'audio/mpeg', duration_ms: 2_612 }],
    [aacSound(), { kind: 'audio', type: 'audio/aac' }],
  ]
  for (const [bytes, want] of cases) expect<unknown>(await media(bytes)).toEqual(want)
})

const samples: Record<MediaFamily, () => Buffer> = {
  mp4: () => mp4Film({ moovLast: true }),
  matroska: () => webmFilm({ durationMs: null }),
  ogg: oggSound,
  wav: () => wavSound(50),
  flac: flacSound,
  mp3: () => mp3Sound({ frames: 4, tagged: true }),
  aac: () => aacSound(),
}

test('[HOUSE-12] whatever a head says, it is read in few pieces, and odd numbers are left out', async () => {
  const families = Object.keys(samples) as MediaFamily[]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...families),
      fc.array(fc.tuple(fc.nat(1_200), fc.nat(255)), { maxLength: 12 }),
      fc.nat(1_200),
      async (family, changes, cut) => {
        const bytes = samples[family]()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        let reads = 0
        const blob = new Blob([Uint8Array.from(bytes.subarray(0, Math.max(1, bytes.length - cut)))])
        const counted = {
          size: blob.size,
          slice: (from?: number, to?: number) => {
            reads += 1
            return blob.slice(from, to)
          },
        }
        const found = await tellMedia(byteSource(counted), family)
        expect(reads).toBeLessThanOrEqual(400)
        for (const number of [found.duration_ms ?? 1, found.width ?? 1, found.height ?? 1])
          expect(Number.isSafeInteger(number) && number > 0).toBe(true)
      },
    ),
    { numRuns: 400 },
  )
})
