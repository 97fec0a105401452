import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import * as v from 'valibot'
import { root } from './contestants.ts'

const manifestShape = v.object({ js: v.string(), css: v.string(), files: v.record(v.string(), v.unknown()) })

/** Bytes of the first load of the built page, compressed: HTML, styles, program, and the longer of the two lists of words. Null: not built. */
export function firstLoadBytes(web = path.join(root, 'dist', 'web')): number | null {
  const file = path.join(web, 'manifest.json')
  if (!existsSync(file)) return null
  const { js, css, files } = v.parse(manifestShape, JSON.parse(readFileSync(file, 'utf8')))
  const words = Object.keys(files).filter((name) => name.startsWith('assets/words-') && name.endsWith('.js'))
  const packed = (name: string): number => readFileSync(path.join(web, `${name}.br`)).length
  const page = gzipSync(readFileSync(path.join(web, 'page.html'))).length
  return page + packed(js) + packed(css) + Math.max(0, ...words.map(packed))
}
