import path from 'node:path'
import { root } from './contestants.ts'
import { generatorCore, pinned } from './machine.ts'

const script = path.join(import.meta.dir, 'mixer', 'people.ts')

export type Mixer = {
  /** Ends the talk; how often somebody did something. */
  stop(): Promise<number>
}

/** People who answer, react and mention, in turn: in a process of their own on the generator's core. */
export async function startMixer(port: number, { rate, room = '' }: { rate: number; room?: string }): Promise<Mixer> {
  const words = [process.execPath, script, String(port), String(rate), room]
  const child = Bun.spawn(pinned(generatorCore, words), { cwd: root, stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
  const reader = child.stdout.getReader()
  const next = async (): Promise<string> => {
    const { value } = await reader.read()
    if (!value) throw new Error('The mixer ended.')
    return new TextDecoder().decode(value)
  }
  await next()
  return {
    async stop(): Promise<number> {
      child.stdin.write('\n')
      child.stdin.flush()
      const done = Number(await next())
      await child.exited
      return done
    },
  }
}
