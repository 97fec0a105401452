import { afterAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dir, '..', '..')
const place = mkdtempSync(path.join(tmpdir(), 'teahouse-bench-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const short = ['--only', 'fan-out', '--rounds', '1', '--rates', '1000', '--members', '50']
const times = ['--warm', '0.1', '--window', '0.5', '--drain', '10']

type Trial = { words: readonly string[]; shell?: string; path?: string }

/** `bun bench/run.ts` with a folder of its own; what it printed, and the page that it wrote. */
async function bench(
  name: string,
  { words, shell = '', path: search }: Trial,
): Promise<{ said: string; page: string }> {
  const out = path.join(place, name)
  const command = [process.execPath, '--no-orphans', path.join(root, 'bench', 'run.ts'), ...short, ...times, ...words]
  const child = Bun.spawn(['/bin/sh', '-c', `${shell} exec "$@"`, 'sh', ...command], {
    cwd: root,
    env: { ...process.env, BENCH_OUT: out, ...(search ? { PATH: search } : {}) },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [said, complained, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  expect({ code, complained }).toMatchObject({ code: 0 })
  return { said, page: readFileSync(path.join(out, 'benchmarks.md'), 'utf8') }
}

test.concurrent('too few file descriptors: said, skipped, not measured', async () => {
  const words = ['--contestants', 'bun0', '--busy-ok']
  const { said, page } = await bench('descriptors', { words, shell: 'ulimit -n 256;' })
  expect(said).toContain('Bun0: not measured, only 256 file descriptors a process')
  expect(page).toMatch(/\| Bun0 \| – .* not measured: only 256 file descriptors a process \|/)
})

test.concurrent('a port in use: said, skipped, not measured', async () => {
  const somebody = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const words = ['--contestants', 'bun0', '--busy-ok', '--port', String(somebody.port)]
  const { said, page } = await bench('port', { words }).finally(() => somebody.stop(true))
  expect(said).toContain(`Bun0: not measured, port ${somebody.port} is in use`)
  expect(page).toMatch(/\| Bun0 \| – .* not measured: port \d+ is in use \|/)
})

test.concurrent('cores that are busy with other work: said, skipped, not measured', async () => {
  const busy = [0, 1].map(() => Bun.spawn([process.execPath, '--no-orphans', '-e', 'for (;;);']))
  const words = ['--contestants', 'bun0', '--calm', '0.1']
  const { said, page } = await bench('busy', { words }).finally(() => busy.map((child) => child.kill('SIGKILL')))
  expect(said).toMatch(/Bun0: not measured, the cores were \d+ % busy with other work/)
  expect(page).toMatch(/\| Bun0 \| – .* not measured: the cores were \d+ % busy with other work \|/)
})

test.concurrent('no compiler and no peer: their rows are not measured, the others are, by the generator in Bun', async () => {
  const programs = path.join(place, 'programs')
  mkdirSync(programs)
  for (const name of ['sh', 'taskset']) {
    const found = Bun.which(name)
    if (found) symlinkSync(found, path.join(programs, name))
  }
  const words = ['--contestants', 'bun0,raw-c,prosody', '--busy-ok']
  const { said, page } = await bench('bare', { words, path: programs })
  expect(said).toContain('The load generator runs in Bun')
  expect(said).toContain('RawC: not measured, no C compiler')
  expect(said).toContain('Prosody: not measured, Prosody is not installed (Debian: prosody)')
  expect(said).toMatch(/Bun0: .* a CPU second/)
  expect(page).toContain('the one in Bun (no C compiler, or asked for)')
})
