import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '#tests/kit/server.ts'
import { ServerLife } from './server-life.ts'

/** A small house of its own, for faults that leave nothing to go on with. `await using` it. */
export class SideHouse {
  readonly server: ServerLife
  readonly folder: string
  /** What it did without being asked. */
  readonly surprises: string[] = []

  private constructor(folder: string, port: number, env: Readonly<Record<string, string>>) {
    this.folder = folder
    this.server = new ServerLife({
      dataDir: path.join(folder, 'data'),
      port,
      env: {
        LINK_CARDS: 'off',
        CLASSIC: 'off',
        PUSH: 'off',
        LIMIT_FREE_DISK_BYTES: '1048576',
        LIMIT_MESSAGES_BURST: '10000',
        ...env,
      },
      deed: () => {},
      surprise: (says) => this.surprises.push(says),
    })
  }

  static async open(env: Readonly<Record<string, string>> = {}, under = tmpdir()): Promise<SideHouse> {
    return new SideHouse(mkdtempSync(path.join(under, 'teahouse-side-')), await freePort(), env)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.server.isUp) await this.server.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
