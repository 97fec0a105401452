/** Rejects when it does not come now. */
export type Part = () => Promise<unknown>
type Needs = { after(ms: number, run: () => void): unknown; loadAnew(): void }

const AGAIN_MS = 3_000
/** A part that has not answered by then is late, and keeps nobody waiting. */
const PATIENCE_MS = 10_000

/** Resolves when all are here, or are not to be waited for. One that fails keeps nothing from the others; it is asked for again, and at last with a new page. */
export async function bringParts(parts: readonly Part[], { after, loadAnew }: Needs): Promise<void> {
  const bring = (come: Part) => come().catch(() => void after(AGAIN_MS, () => come().catch(loadAnew)))
  const late = new Promise<void>((resolve) => void after(PATIENCE_MS, resolve))
  await Promise.race([Promise.all(parts.map(bring)), late])
}
