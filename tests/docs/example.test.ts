import { expect, test } from 'bun:test'
import path from 'node:path'
import { bringGuest } from '#tests/kit/guest.ts'
import { startServer } from '#tests/kit/server.ts'

const python = Bun.which('python3')
const program = path.resolve(import.meta.dir, '../../docs/examples/teahouse.py')

/** What the program prints, line by line. */
async function* linesOf(output: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of output.pipeThrough(new TextDecoderStream())) {
    const parts = `${rest}${chunk}`.split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) yield part.replace(/^\d\d:\d\d /, '')
  }
}

// A machine without Python has nothing to try it with.
test.skipIf(!python)(
  '[P-5] [P-8] [P-11] the example in Python talks, and a restart of the server loses and doubles nothing',
  async () => {
    await using server = await startServer({ env: { CLASSIC: 'off' } })
    const ada = await bringGuest(server, { name: 'Ada', room: 'example' })
    await ada.says('before')
    const child = Bun.spawn([python ?? '', program, server.url, 'Ada', 'example'], { stdin: 'pipe', stdout: 'pipe' })
    try {
      const lines = linesOf(child.stdout)
      const heard = async () => (await lines.next()).value
      expect(await heard()).toBe('Ada: before')
      child.stdin.write('one\n')
      child.stdin.flush()
      // The name was taken: it goes by the one that was proposed.
      expect(await heard()).toBe('Ada-2: one')
      await ada.says('two')
      expect(await heard()).toBe('Ada: two')
      await server.restart()
      child.stdin.write('three\n')
      child.stdin.flush()
      expect(await heard()).toBe('Ada-2: three')
      await ada.says('four')
      expect(await heard()).toBe('Ada: four')
    } finally {
      child.kill()
      ada.leaves()
    }
  },
  30_000,
)
