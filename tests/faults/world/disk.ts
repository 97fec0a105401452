import { dlopen, FFIType } from 'bun:ffi'
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: what the page cache and the journal hold is gone, as with the power. */
const SHUTDOWN = 0x8004587d
const NO_LOG_FLUSH = 2

/** Where a run keeps everything; `mount` is a file system of its own that faults may break, null where that is not possible. */
export class Disk {
  readonly folder: string
  readonly #image: string | null
  #filler = 0

  private constructor(folder: string, image: string | null) {
    this.folder = folder
    this.#image = image
    // Also when the program is ended before its time.
    process.once('exit', () => this.close())
  }

  /** `megabytes` are the size of its own file system, a sparse file. */
  static open(megabytes: number, under = tmpdir()): Disk {
    mkdirSync(under, { recursive: true })
    const folder = mkdtempSync(path.join(under, 'teahouse-faults-'))
    if (!canMount()) {
      mkdirSync(path.join(folder, 'disk'))
      return new Disk(folder, null)
    }
    const image = path.join(folder, 'disk.img')
    const place = path.join(folder, 'disk')
    mkdirSync(place)
    run('truncate', '-s', `${megabytes}M`, image)
    run('mkfs.ext4', '-q', '-F', '-m0', image)
    const disk = new Disk(folder, image)
    disk.mount()
    return disk
  }

  get isOwn(): boolean {
    return this.#image !== null
  }

  /** Root of the file system that faults may break. */
  get place(): string {
    return path.join(this.folder, 'disk')
  }

  get dataDir(): string {
    return path.join(this.place, 'data')
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.place)
    return bavail * bsize
  }

  mount(): void {
    if (this.#image) run('mount', '-o', 'loop,errors=remount-ro', this.#image, this.place)
  }

  unmount(): void {
    if (!this.#image) return
    run('umount', this.place)
    // What a file system notes of its own errors would show up at the next mount; the journal mends what was cut short.
    spawnSync('fsck.ext4', ['-p', this.#image])
  }

  /** As after an error of the disk; `unmount` and `mount` end it. */
  turnReadOnly(): boolean {
    const device = /^(\/dev\/\S+)/.exec(output('findmnt', '-n', '-o', 'SOURCE', this.place))?.[1] ?? ''
    const trigger = `/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`
    if (!existsSync(trigger)) return false
    writeFileSync(trigger, 'planted by tests/faults')
    return !canWrite(this.place)
  }

  /** The power goes: nothing that was not synced is on the disk. The server has to be ended, and `mount`ed again. */
  losePower(): void {
    const place = openSync(this.place, 'r')
    try {
      if (ioctl(place, SHUTDOWN, new Uint32Array([NO_LOG_FLUSH])) !== 0)
        throw new Error('the file system took no shutdown')
    } finally {
      closeSync(place)
    }
  }

  /** Leaves `left` bytes free, and less if others write. */
  fill(left = 0): number {
    const bytes = this.freeBytes - left
    if (bytes > 0) spawnSync('fallocate', ['-l', String(bytes), path.join(this.place, `filler-${++this.#filler}`)])
    // fallocate takes all or nothing, and the last blocks only by writing.
    if (left === 0)
      spawnSync('dd', ['if=/dev/zero', `of=${path.join(this.place, `filler-${++this.#filler}`)}`, 'bs=64k'])
    return this.freeBytes
  }

  free(): void {
    for (; this.#filler > 0; this.#filler--) rmSync(path.join(this.place, `filler-${this.#filler}`), { force: true })
  }

  close(): void {
    if (this.#image) spawnSync('umount', ['-l', this.place])
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const output = (command: string, ...words: string[]): string =>
  spawnSync(command, words, { encoding: 'utf8' }).stdout ?? ''

function canWrite(folder: string): boolean {
  try {
    writeFileSync(path.join(folder, 'probe'), 'x')
    return true
  } catch {
    return false
  }
}

let mountable: boolean | null = null

/** Whether this process may mount a file as a file system; tried once. */
export function canMount(): boolean {
  mountable ??= process.getuid?.() === 0 && tryMount()
  return mountable
}

function tryMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-mount-'))
  const image = path.join(folder, 'image')
  try {
    run('truncate', '-s', '8M', image)
    run('mkfs.ext4', '-q', '-F', '-m0', image)
    mkdirSync(path.join(folder, 'place'))
    run('mount', '-o', 'loop', image, path.join(folder, 'place'))
    run('umount', path.join(folder, 'place'))
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(command: string, ...words: string[]): void {
  const { status, stderr, error } = spawnSync(command, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${error?.message ?? stderr}`)
}

function ioctl(descriptor: number, request: number, flags: Uint32Array): number {
  const libc = dlopen('libc.so.6', { ioctl: { args: [FFIType.i32, FFIType.u64, FFIType.ptr], returns: FFIType.i32 } })
  try {
    return libc.symbols.ioctl(descriptor, request, flags)
  } finally {
    libc.close()
  }
}
