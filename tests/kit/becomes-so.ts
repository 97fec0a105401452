const LOOK_MS = 10
const MOST_LOOKS = 500

/** Whether a process ends in good time. The system tells nobody but its parent, so that it has to be asked again and again. */
export async function goesAway(isThere: () => boolean): Promise<boolean> {
  for (let look = 0; look < MOST_LOOKS && isThere(); look++) await Bun.sleep(LOOK_MS)
  return !isThere()
}

/** Resolves when it is so: for what only the file system, the system or a browser's own storage tells (`waitForFunction` takes a promise for a yes). */
export async function becomesSo(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(LOOK_MS)
}
