// Loaded before a server that is to be photographed (`bun --preload`): its clock stands where the one who takes the pictures puts
// it, and what it would draw by lot it counts. The same scene gets the same times, bowls, colours and names each time.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { plugin } from 'bun'
import { STILL, type StillNow } from './still.ts'

const root = path.resolve(import.meta.dir, '../..')
const file = process.env[STILL] ?? ''
const readStill = (): StillNow => JSON.parse(readFileSync(file, 'utf8'))

Date.now = () => readStill().atMs

const counts = new Map<string, number>()
/** As many bytes as are wanted, the same for the `n`-th asking of a kind in a scene. */
function counted(kind: string, length: number): Buffer {
  const key = `${readStill().scene} ${kind} ${length}`
  const count = (counts.get(key) ?? 0) + 1
  counts.set(key, count)
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${key} ${count} ${at}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

Object.assign(globalThis, {
  countedBytes: (length: number) => counted('bytes', length),
  countedBelow: (below: number) => counted('number', 4).readUInt32BE() % below,
})

/** What is drawn by lot and can be seen. Secrets stay drawn. */
const patches: Readonly<Record<string, readonly [find: string, replace: string]>> = {
  'server/kit/ids.ts': ['of randomBytes(length)', 'of globalThis.countedBytes(length)'],
  'server/accounts/guests.ts': ['=> randomInt(below)', '=> globalThis.countedBelow(below)'],
}

await plugin({
  name: 'still',
  setup(build) {
    build.onLoad({ filter: /server\/(kit\/ids|accounts\/guests)\.ts$/ }, ({ path: source }) => {
      const [find, replace] = patches[path.relative(root, source)] ?? ['', '']
      const pieces = readFileSync(source, 'utf8').split(find)
      if (find === '' || pieces.length < 2) throw new Error(`still: ${source} does not say ${find}`)
      return { contents: pieces.join(replace), loader: 'ts' }
    })
  },
})
