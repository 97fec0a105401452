import type { Clock } from '#server/kit/clock.ts'

/** A reader that takes no page for this long is cut: what it has open counts against its own bound and that of all (open-files.ts). */
export const STUCK_MS = 60_000

const encoder = new TextEncoder()

/** `cut`: its place is needed by another. */
export type StreamEnds = { onEnd(): void; cut: AbortSignal }

/**
 * A file as its reader takes it: the next page is made when the one before has left. Ends, as does the generator, when all is
 * sent, when the reader goes or stops, when it is cut, and when a page cannot be made; `onEnd` is called once.
 */
export function fileStream(
  clock: Clock,
  pages: AsyncGenerator<string | Uint8Array>,
  { onEnd, cut }: StreamEnds,
): ReadableStream<Uint8Array> {
  let stopWatch = () => {}
  let over = false

  function end(): void {
    stopWatch()
    if (over) return
    over = true
    // What packs an archive ends with a failure where it is ended before its time, and nobody is left to be told.
    pages.return(undefined).catch(() => {})
    onEnd()
  }

  return new ReadableStream<Uint8Array>({
    start(controller) {
      const give = () => {
        if (over) return
        end()
        controller.error(new Error('The place of this reader was needed'))
      }
      if (cut.aborted) give()
      else cut.addEventListener('abort', give, { once: true })
    },
    async pull(controller) {
      stopWatch()
      try {
        const { done, value } = await pages.next()
        if (over) return
        if (done) {
          end()
          controller.close()
          return
        }
        controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
      } catch (error) {
        end()
        controller.error(error)
        return
      }
      stopWatch = clock.after(STUCK_MS, () => {
        end()
        controller.error(new Error('The reader has stopped'))
      })
    },
    cancel: end,
  })
}
