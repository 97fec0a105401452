// Loaded before the server (`bun --preload`): makes of it a build with one bug. The product has no switch for it.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { plugin } from 'bun'
import { PLANTED } from './bug.ts'
import { bugs } from './bugs.ts'
import { patched, root } from './patched.ts'

const id = process.env[PLANTED]
const bug = bugs.find((one) => one.id === id)
if (!bug) throw new Error(`${PLANTED}: ${id} is no bug`)

const sources = patched(bug)

await plugin({
  name: `planted ${bug.id}`,
  setup(build) {
    const files = [...sources.keys()].map((file) => file.replaceAll('.', '\\.').replaceAll('/', '\\/'))
    build.onLoad({ filter: new RegExp(`(${files.join('|')})$`) }, ({ path: file }) => {
      const contents = sources.get(path.relative(root, file)) ?? readFileSync(file, 'utf8')
      console.log(JSON.stringify({ event: 'planted', level: 'warn', bug: bug.id, file }))
      return { contents, loader: 'ts' }
    })
  },
})
