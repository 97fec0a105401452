// Development only: says when a source has changed.
import { existsSync, statSync, watch } from 'node:fs'
import path from 'node:path'

/** An editor's save is several events; this long after the last of them the change is told. */
const QUIET_MS = 80

/**
 * Watches files and folders (with all that is in them). `next` resolves to 'changed' at the next change; one that came since the last
 * `next` resolved counts at once.
 */
export function watchFolders(root, names) {
  let pending = false
  let wake = null
  let timer = null
  const heard = (_kind, name) => {
    if (name && isNoise(name)) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (wake) wake()
      else pending = true
      wake = null
    }, QUIET_MS)
  }
  const watchers = names
    .map((name) => path.join(root, name))
    .filter((file) => existsSync(file))
    .map((file) => watch(file, { recursive: statSync(file).isDirectory(), persistent: true }, heard))
  return {
    next() {
      if (pending) {
        pending = false
        return Promise.resolve('changed')
      }
      return new Promise((resolve) => {
        wake = () => resolve('changed')
      })
    },
    stop() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** Editors' own files, and tests: they change nothing that runs. */
function isNoise(name) {
  const file = path.basename(name)
  return file.startsWith('.') || file.endsWith('~') || /\.test\.tsx?$/.test(file) || /^\d+$/.test(file)
}
