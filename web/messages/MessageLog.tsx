import type { TargetedKeyboardEvent } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { PresenceLine } from '#web/store/presence-shown.ts'
import { goToLatest, pageDown, pageUp } from '#web/store/timeline-commands.ts'
import { loadNewer, loadOlder, pageLoads } from '#web/store/timeline-store.ts'
import { words } from '#web/words/index.ts'
import type { Block, HouseBlock } from './blocks.ts'
import { DayLine, GapLine, SystemLine, UnreadLine } from './LogLines.tsx'
import { LoadError, Skeleton } from './LogStates.tsx'
import { startRichText } from './load-rich-text.ts'
import { loadLogTools, logTools, withTools } from './load-tools.ts'
import { blocks, edges, goToEnd, scrollByViews, settle, startLogView } from './log-view.ts'
import { MessageGroup } from './MessageGroup.tsx'
import { keyOf } from './rows.ts'

/** The messages of the room. A live log would be read again and again: the announcer speaks instead (client.md 6.6). */
export function MessageLog() {
  const view = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  // Before the first paint: of a room that one comes back to, the log is there at once.
  useLayoutEffect(() => {
    if (!view.current || !content.current) return
    return startLogView(view.current, content.current)
  }, [])
  useEffect(() => {
    if (!view.current) return
    const stops = [
      startRichText(),
      pageUp.listen(() => scrollByViews(-0.9)),
      pageDown.listen(() => scrollByViews(0.9)),
      goToLatest.listen(goToEnd),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  const Tools = logTools.value
  useEffect(() => {
    if (!view.current) return
    // Whoever comes for one message does not wait for the browser to be idle.
    if (!Tools) {
      if (location.hash !== '') void loadLogTools()
      return
    }
    Tools.startHurry()
    const stops = [
      Tools.startPermalinks(view.current),
      Tools.startWayBack(),
      Tools.startActiveRow(view.current),
      Tools.startTouching(view.current),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [Tools])
  const say = words().log
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={view}
        role="log"
        aria-live="off"
        aria-label={say.region}
        aria-busy={!edges.value}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        data-region-focus
        onKeyDown={hearKey}
        onCopy={(event) => logTools.peek()?.copyMessages(event, event.currentTarget, blocks.peek())}
      >
        <div class="log-content" ref={content}>
          <Rows view={view} />
        </div>
      </div>
      {Tools && <Tools.LogPills />}
      {Tools && <Tools.Overlays />}
    </div>
  )
}

/** A key before there is what hears keys waits for it. */
function hearKey(event: TargetedKeyboardEvent<HTMLElement>): void {
  const view = event.currentTarget
  withTools(({ hearLogKey }) => hearLogKey(event, view))
}

function Rows({ view }: { view: { current: HTMLDivElement | null } }) {
  const shown = blocks.value
  const Tools = logTools.value
  const reach = edges.value
  useLayoutEffect(() => settle(view.current))
  if (!reach) {
    return (
      // An element of its own: rows that take the skeleton's place must not count as rows that moved (CLS).
      <div key="loading" class="log-rows">
        <p class="hidden">{words().log.loading}</p>
        <Skeleton rows={6} />
        {/* What oneself has written before the log is here. */}
        {shown.map((block) => (
          <BlockView key={block.key} block={block} />
        ))}
      </div>
    )
  }
  const isEmpty =
    reach.atStart &&
    !shown.some((block) => block.kind === 'group' || block.kind === 'erased' || block.kind === 'ignored')
  return (
    <div key="log" class={isEmpty ? 'log-rows log-empty' : 'log-rows'}>
      {!reach.atStart && <Edge load={pageLoads.value.older} onRetry={loadOlder} />}
      {isEmpty && Tools && <Tools.EmptyRoom />}
      {shown.map((block) => (
        <BlockView key={block.key} block={block} />
      ))}
      {!reach.atEnd && <Edge load={pageLoads.value.newer} onRetry={loadNewer} />}
    </div>
  )
}

/** Where the next page comes in; out of view unless it is late. */
function Edge({ load, onRetry }: { load: 'idle' | 'busy' | 'failed'; onRetry: () => Promise<void> }) {
  return load === 'failed' ? <LoadError onRetry={() => void onRetry()} /> : <Skeleton rows={3} />
}

function BlockView({ block }: { block: Block }) {
  const say = words().log
  switch (block.kind) {
    case 'group':
      return <MessageGroup block={block} />
    case 'day':
      return <DayLine at={block.at} />
    case 'gap':
      return <GapLine at={block.at} />
    case 'unread':
      return <UnreadLine />
    case 'missed':
      return <Missed block={block} />
    case 'erased':
      return <Erased block={block} />
    case 'notices':
    case 'ignored':
      return <House block={block} />
    case 'presence':
      return <Presence line={block.line} />
    case 'start':
      return <SystemLine>{say.start}</SystemLine>
    case 'restored':
      return <Restored />
  }
}

/** A line's place is kept until what makes the line is here. */
function House({ block }: { block: HouseBlock }) {
  const Lines = logTools.value?.HouseLines
  return Lines ? <Lines block={block} /> : <p class="line">{'\u00a0'}</p>
}

/** Its place is kept, too: where what makes it is not here yet, it can be found by its number all the same. */
function Erased({ block }: { block: Extract<Block, { kind: 'erased' }> }) {
  const Line = logTools.value?.ErasedLine
  return Line ? (
    <Line block={block} />
  ) : (
    <p class="line erased-line" data-key={keyOf(block.line)} data-seq={block.line.seq}>
      {'\u00a0'}
    </p>
  )
}

function Missed({ block }: { block: Extract<Block, { kind: 'missed' }> }) {
  const Line = logTools.value?.MissedLine
  return Line && <Line {...block} />
}

function Restored() {
  const Line = logTools.value?.RestoredLine
  return Line && <Line />
}

/** What makes these lines comes with what shows them. */
function Presence({ line }: { line: PresenceLine }) {
  const Lines = logTools.value?.PresenceLines
  return Lines && <Lines line={line} />
}
