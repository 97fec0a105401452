import { type Signal, signal } from '@preact/signals'
import { Component, type ComponentChildren, type ComponentType } from 'preact'

type Broken = ComponentType<{ again: () => void }>
/** `down`: nothing stands there, for a moment. */
type State = { now: 'up' | 'down' | 'broken' }

/** What stands in the place of a part that does not work any more; it comes late. `again` makes the part anew. */
export const brokenView: Signal<Broken | null> = signal<Broken | null>(null)

/** Whoever breaks again within this time would go on doing so. */
const SOON_MS = 5_000

/**
 * Keeps a fault in its part of the page: an extension that moves or wraps our nodes makes the next drawing throw. The part is made anew, with
 * nodes of its own; if that does not help, it says so, and the rest of the page lives on.
 */
export class Guard extends Component<{ children: ComponentChildren }, State> {
  override state: State = { now: 'up' }
  #brokeMs = Number.NEGATIVE_INFINITY

  override componentDidCatch(error: unknown): void {
    const nowMs = performance.now()
    const now = nowMs - this.#brokeMs < SOON_MS ? 'broken' : 'up'
    this.#brokeMs = nowMs
    this.setState({ now: 'down' })
    // In a turn of its own: what throws while a fault is being handled is not caught again.
    setTimeout(() => this.setState({ now }))
    // Whoever looks for the reason finds it in the console, as if nobody had caught it.
    reportError(error)
  }

  override render(): ComponentChildren {
    const { now } = this.state
    const View = brokenView.value
    if (now === 'broken') return View && <View again={() => this.setState({ now: 'up' })} />
    return now === 'up' && this.props.children
  }
}
