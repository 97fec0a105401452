import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type FaultProxy, startProxy } from './fault-proxy.ts'

const BUCKET = 'tea'
/** The server that is used knows this one account (decision 0034). */
const KEY = 'S3RVER'

/** A real S3-compatible server in its own process, with a line before it that a test can cut. */
export class S3Server {
  readonly folder: string
  readonly port: number
  readonly proxy: FaultProxy
  readonly #child: Bun.Subprocess

  constructor(child: Bun.Subprocess, at: { folder: string; port: number; proxy: FaultProxy }) {
    this.#child = child
    this.folder = at.folder
    this.port = at.port
    this.proxy = at.proxy
  }

  /** A place in its bucket, reached through the line. */
  place(prefix = '') {
    return {
      bucket: BUCKET,
      prefix,
      endpoint: this.proxy.url,
      region: 'us-east-1',
      accessKeyId: KEY,
      secretAccessKey: KEY,
    }
  }

  /** The same, as a house is configured. */
  env(prefix = 'house'): Record<string, string> {
    return {
      FILES_URL: `s3://${BUCKET}/${prefix}`,
      S3_ENDPOINT: this.proxy.url,
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: KEY,
      S3_SECRET_ACCESS_KEY: KEY,
    }
  }

  /** Where the bytes of what it keeps under a prefix lie. */
  files(prefix: string): string[] {
    const all = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
    return all
      .filter((name) => name.startsWith(`${BUCKET}/${prefix}`) && /[0-9a-f]{64}\._S3rver_object$/.test(name))
      .map((name) => path.join(this.folder, name))
  }

  /** Turns one byte of each of them. */
  flip(prefix: string, at = 0): void {
    for (const file of this.files(prefix)) {
      const bytes = readFileSync(file)
      bytes.writeUInt8((bytes.readUInt8(at) + 1) % 256, at)
      writeFileSync(file, bytes)
    }
  }

  async stop(): Promise<void> {
    await this.proxy[Symbol.asyncDispose]()
    this.#child.kill()
    await this.#child.exited
    rmSync(this.folder, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

export async function startS3(): Promise<S3Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-s3-'))
  const program = path.join(import.meta.dir, 's3', 'serve.mjs')
  const child = Bun.spawn(['node', program, folder, BUCKET], { stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' })
  const { value } = await child.stdout.getReader().read()
  const port = Number(new TextDecoder().decode(value))
  if (!(port > 0)) throw new Error('the S3 server did not start')
  return new S3Server(child, { folder, port, proxy: await startProxy({ port }) })
}

/** What a proxy, a wrong address or a broken store would answer. `await using` it. */
export function startStrangeStore(answer: () => Response) {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer })
  return { url: `http://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server.stop(true) }
}
