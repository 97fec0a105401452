import type { Level } from '#protocol/reading.ts'

/** The room in which something was said, as the reader knows it. */
export type Where = {
  id: string
  /** Its address. */
  name: string
  /** What it is called. */
  title: string
  level: Level | null
  /** The page shows it. */
  here: boolean
}
