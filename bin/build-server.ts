import { rm, utimes } from 'node:fs/promises'
import path from 'node:path'
import { programs } from '#server/kit/programs.ts'
import { replaceFolder } from './replace-folder.ts'

/** What `bin/stale.mjs` reads of a server that was built. Its time is that at which the build began. */
export type ServerMark = { bun: string }

const root = path.join(import.meta.dir, '..')

/**
 * Builds every program of the server (`server/kit/programs.ts`) into `out`: one file each, with bytecode for this very Bun, and a map to its
 * sources. `out` is replaced as a whole when all has worked, however many do so at once. Throws with the messages of the bundler, or of the
 * disk, when it has not; then `out` is as it was.
 */
export async function buildServer(out: string, from: string = path.join(root, 'server')): Promise<void> {
  const begun = new Date()
  const half = `${out}.${crypto.randomUUID()}.half`
  try {
    await Bun.build({
      entrypoints: programs.map((program) => path.join(from, `${program}.ts`)),
      root: from,
      outdir: half,
      target: 'bun',
      format: 'cjs',
      bytecode: true,
      sourcemap: 'linked',
      naming: '[dir]/[name].[ext]',
      // The bundler would write down where the source lay when it was built. What is built says where it lies itself.
      banner: 'const builtFolder = __dirname, builtFile = __filename;',
      define: { 'import.meta.dir': 'builtFolder', 'import.meta.path': 'builtFile' },
    })
    const mark = path.join(half, 'built.json')
    await Bun.write(mark, `${JSON.stringify({ bun: Bun.version } satisfies ServerMark)}\n`)
    await utimes(mark, begun, begun)
    await replaceFolder(half, out)
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}
