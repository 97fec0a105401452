import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * What runs as a process or on a thread of its own, by its place in `server/`. `bin/build-server.ts` makes of each one file in `dist/server/`, in
 * the same place, with all that it imports; users run those, `npm run dev` runs the sources (decision 0076).
 */
export const programs = [
  'main',
  'command',
  'commands/bench/load/load-maker',
  'pictures/maker-child',
  'storage/checkpoint-worker',
  'storage/snapshot-worker',
] as const
export type Program = (typeof programs)[number]

/** The folder of the whole program, where package.json lies: that of what runs now, be it a source or built. */
export const home = homeAbove(import.meta.dir)

/** The file of a program: the source for a source, the built one for a built one. */
export function programFile(program: Program): string {
  return import.meta.path.endsWith('.ts')
    ? join(home, 'server', `${program}.ts`)
    : join(home, 'dist', 'server', `${program}.js`)
}

function homeAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : homeAbove(dirname(folder))
}
