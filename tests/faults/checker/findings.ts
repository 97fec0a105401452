import type { RuleId, Violation } from '../history.ts'

/** So many of one rule say enough: what is broken is broken for thousands. */
const KEPT_PER_RULE = 200

export class Findings {
  readonly kept: Violation[] = []
  count = 0
  readonly #counts = new Map<RuleId, number>()

  add(violation: Violation): void {
    this.count++
    const count = (this.#counts.get(violation.rule) ?? 0) + 1
    this.#counts.set(violation.rule, count)
    if (count <= KEPT_PER_RULE) this.kept.push(violation)
  }
}
