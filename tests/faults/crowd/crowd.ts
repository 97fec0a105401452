import path from 'node:path'
import type { Entry } from '../history.ts'
import { sleep, until } from '../world/steady.ts'
import type { CrowdState, Load, Order, Told } from './orders.ts'
import { quiet } from './orders.ts'

const root = path.resolve(import.meta.dir, '../../..')
const MOST_FAILED = 20
/** A process of JavaScript carries so many people beside its own work. */
const MOST_IN_ONE = 1_200

type CrowdNeeds = {
  server: { readonly url: string }
  seed: number
  /** Address of the site that is linked to. */
  site: string
  take(entries: readonly Entry[]): void
  trouble(says: string): void
}

type Member = {
  child: Bun.Subprocess<'pipe', 'pipe', 'pipe'>
  state: CrowdState
  brought: number
  failed: number
  proxied: readonly string[]
  settled: readonly string[] | null
}

/** All people of a run, in as many processes as they need. */
export class Crowd {
  readonly #needs: CrowdNeeds
  readonly #members: Member[] = []
  #ending = false

  constructor(needs: CrowdNeeds) {
    this.#needs = needs
  }

  /** Resolves when all are in. */
  async bring(people: number, rooms: number, perSecond: number): Promise<void> {
    const processes = Math.ceil(people / MOST_IN_ONE)
    for (let at = 0; at < processes; at++) {
      const share = Math.floor(people / processes) + (at < people % processes ? 1 : 0)
      const member = this.#spawn(at)
      this.#order(member, { do: 'bring', people: share, rooms, perSecond: Math.max(1, perSecond / processes) })
    }
    const mostMs = 60_000 + people * 60
    const settled = () => this.#sum(({ brought, failed }) => brought + failed)
    // Some hundred that are sent away are enough to know.
    const isOver = () => settled() >= people || this.#sum(({ failed }) => failed) > MOST_FAILED
    await until('the crowd has come', isOver, mostMs, 50)
    const failed = this.#sum((member) => member.failed)
    if (failed > 0) throw new Error(`${failed} of ${people} people did not get in`)
  }

  behave(load: Load): void {
    const parts = this.#members.length
    const part = (perSecond: number): number => perSecond / parts
    for (const member of this.#members) {
      this.#order(member, {
        do: 'behave',
        load: {
          messagesPerSecond: part(load.messagesPerSecond),
          goingsPerSecond: part(load.goingsPerSecond),
          bansPerSecond: part(load.bansPerSecond),
          uploadsPerSecond: part(load.uploadsPerSecond),
          readsPerSecond: part(load.readsPerSecond),
          linksPerSecond: part(load.linksPerSecond),
          stickersPerSecond: part(load.stickersPerSecond),
          classicPerSecond: part(load.classicPerSecond),
          downloadsPerSecond: part(load.downloadsPerSecond),
          changesShare: load.changesShare,
        },
      })
    }
  }

  cut(share: number, how: 'reset' | 'silence' | 'fin' = 'reset'): void {
    for (const member of this.#members) this.#order(member, { do: 'cut', share, how })
  }

  leave(): void {
    for (const member of this.#members) this.#order(member, { do: 'leave' })
  }

  hurry(): void {
    for (const member of this.#members) this.#order(member, { do: 'hurry' })
  }

  comeBack(): void {
    for (const member of this.#members) this.#order(member, { do: 'come' })
  }

  /** 0: as fast as it goes. */
  slow(bytesPerSecond: number): void {
    for (const member of this.#members) this.#order(member, { do: 'slow', bytesPerSecond })
  }

  /** Resolves when nobody waits for anything; names those who do after `withinMs`. */
  async settle(withinMs: number): Promise<readonly string[]> {
    this.behave(quiet)
    for (const member of this.#members) {
      member.settled = null
      this.#order(member, { do: 'settle', withinMs })
    }
    await until(
      'the crowd has settled',
      () => this.#members.every(({ settled }) => settled !== null),
      withinMs + 10_000,
      50,
    )
    return this.#members.flatMap(({ settled }) => settled ?? [])
  }

  /** Clients whose lines `cut` and `slow` reach. */
  get proxied(): readonly string[] {
    return this.#members.flatMap(({ proxied }) => proxied)
  }

  get state(): CrowdState {
    return {
      people: this.#sum(({ state }) => state.people),
      online: this.#sum(({ state }) => state.online),
      away: this.#sum(({ state }) => state.away),
      unsent: this.#sum(({ state }) => state.unsent),
      said: this.#sum(({ state }) => state.said),
      slowed: this.#sum(({ state }) => state.slowed),
      cuts: this.#sum(({ state }) => state.cuts),
      rssBytes: this.#sum(({ state }) => state.rssBytes),
    }
  }

  async end(): Promise<void> {
    this.#ending = true
    for (const member of this.#members) this.#order(member, { do: 'end' })
    await Promise.race([Promise.all(this.#members.map(({ child }) => child.exited)), sleep(5_000)])
    for (const { child } of this.#members) child.kill('SIGKILL')
  }

  #sum(of: (member: Member) => number): number {
    return this.#members.reduce((sum, member) => sum + of(member), 0)
  }

  #spawn(at: number): Member {
    const { server, seed, site } = this.#needs
    const words = [String(at), String(seed), server.url, site]
    const child = Bun.spawn(
      [process.execPath, '--no-orphans', path.join(import.meta.dir, 'crowd-process.ts'), ...words],
      {
        cwd: root,
        stdin: 'pipe',
        stdout: 'pipe',
        stderr: 'pipe',
      },
    )
    const state = { people: 0, online: 0, away: 0, unsent: 0, said: 0, slowed: 0, cuts: 0, rssBytes: 0 }
    const member: Member = { child, state, brought: 0, failed: 0, proxied: [], settled: null }
    this.#members.push(member)
    void this.#follow(member)
    void this.#complain(child)
    void child.exited.then((code) => {
      if (!this.#ending) this.#needs.trouble(`a process of the crowd ended by itself with ${child.signalCode ?? code}`)
    })
    return member
  }

  #order({ child }: Member, order: Order): void {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.stdin.write(`${JSON.stringify(order)}\n`)
    void child.stdin.flush()
  }

  async #follow(member: Member): Promise<void> {
    let rest = ''
    for await (const chunk of member.child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#hear(member, JSON.parse(line))
    }
  }

  #hear(member: Member, told: Told): void {
    if (told.told === 'entries') this.#needs.take(told.entries)
    else if (told.told === 'state') member.state = told.state
    else if (told.told === 'settled') member.settled = told.waiting
    else if (told.told === 'brought') {
      member.brought = told.people
      member.failed = told.failed
      member.proxied = told.proxied
    } else this.#needs.trouble(told.says)
  }

  async #complain(child: Bun.Subprocess<'pipe', 'pipe', 'pipe'>): Promise<void> {
    let said = 0
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      if (said++ < 5) this.#needs.trouble(`a process of the crowd says: ${text.trim().slice(0, 500)}`)
    }
  }
}
