import { CommandRefused } from '../refused.ts'
import { Crew, CrewFailed } from './crew.ts'
import type { Cause, Step } from './judge.ts'
import { climbLadder, LARGE_ROOM, type Ladder, type LadderName, type Load } from './ladders.ts'
import { sharedMs } from './load/orders.ts'
import type { Machine } from './look.ts'
import { descriptorLimitOf } from './machine.ts'
import { measureStep, type Timing } from './measure.ts'
import { Pulse } from './pulse.ts'
import type { Scope } from './run-bench.ts'
import { choosePort, SecondHouse } from './second-house.ts'

const MOST_MAKERS = 4
/** Files of a server besides connections: its own, and the guests that are made over HTTP. */
const SPARE_DESCRIPTORS = 300
const SPARE_PORTS = 1_000
/** Below it everything is small: to see that it works. */
const TINY_S = 15
/** Of the time that is left each ladder takes its part; the last one leaves some for the end. */
const PARTS: Readonly<Record<LadderName, number>> = { people: 0.37, rate: 0.45, rooms: 0.97 }
const LEAST_ROOM = 10

type Here = { machine: Machine; line(text: string): void; sinceMs: number }

/** The three ladders, one after the other, each with a server that begins anew among guests whom it knows. */
export async function climbAll(scope: Scope, here: Here): Promise<Ladder[]> {
  const { world, wish } = scope
  const house = new SecondHouse(scope)
  const crew = new Crew(Math.min(MOST_MAKERS, Math.max(1, Math.floor(here.machine.cores) - 1)), world.config.basePath)
  const kill = () => {
    crew.kill()
    house.kill()
  }
  scope.running.add(kill)
  const stage = new Stage({
    scope,
    here,
    house,
    crew,
    endMs: sharedMs() + wish.seconds * 1_000 - (performance.now() - here.sinceMs),
  })
  try {
    const people = await stage.climb('people', LEAST_ROOM)
    const rate = await stage.climb('rate', Math.min(LARGE_ROOM, Math.max(LEAST_ROOM, people.held)))
    return [people, rate, await stage.climb('rooms', LEAST_ROOM)]
  } finally {
    stage.close()
    kill()
    await house.stop()
    scope.running.delete(kill)
  }
}

type StageNeeds = { scope: Scope; here: Here; house: SecondHouse; crew: Crew; endMs: number }

class Stage {
  readonly #needs: StageNeeds
  #pulse: Pulse | null = null
  #runs = 0
  #said = false

  constructor(needs: StageNeeds) {
    this.#needs = needs
  }

  close(): void {
    this.#pulse?.close()
    this.#pulse = null
  }

  async climb(name: LadderName, roomOf: number): Promise<Ladder> {
    const { scope, here, house, endMs } = this.#needs
    const { world, say, wish } = scope
    await this.#restart()
    if (!this.#said) here.line(say.second(house.port, scope.folder))
    this.#said = true
    here.line('')
    here.line(say.title(name, roomOf))
    const timing = timingOf(wish.seconds, sharedMs() + (endMs - sharedMs()) * PARTS[name])
    return climbLadder(name, {
      bounds: this.#bounds(),
      roomOf,
      measure: async (load) => {
        world.terminal.show(`  ${say.trying(name, load)}`)
        return this.#measure(load, timing)
      },
      whyFailed: (error) => this.#whyFailed(error),
      isCrewFailed: (error) => error instanceof CrewFailed,
      onStep: (load, step, end) => here.line(say.step(name, load, step, end)),
    })
  }

  async #measure(load: Load, timing: Timing): Promise<Step | null> {
    const { house, crew } = this.#needs
    if (!this.#pulse?.isOpen || house.ended !== null) await this.#restart()
    const pulse = this.#pulse
    if (!pulse) return null
    const step = await measureStep({ house, crew, pulse, timing, run: ++this.#runs }, load)
    if (house.ended !== null) throw new CrewFailed(`the server ended (${house.ended})`, '')
    return step
  }

  async #restart(): Promise<void> {
    const { scope, house, crew } = this.#needs
    this.close()
    await crew.dismiss()
    await house.stop()
    const port = choosePort(scope.wish.port)
    if (port === null) throw new CommandRefused(scope.say.portTaken(scope.wish.port))
    await house.start(port)
    this.#pulse = await Pulse.open(house.port, scope.world.config.basePath)
  }

  #bounds() {
    const { here, house, scope } = this.#needs
    const { machine } = here
    const descriptors = Math.min(machine.descriptors, descriptorLimitOf(house.pid) ?? machine.descriptors)
    const [byFiles, byPorts] = [descriptors - SPARE_DESCRIPTORS, machine.ports - SPARE_PORTS]
    const mostCause: Cause = byFiles <= byPorts ? 'descriptors' : 'ports'
    return {
      mostPeople: Math.max(LEAST_ROOM, Math.min(byFiles, byPorts)),
      mostCause,
      isTiny: scope.wish.seconds < TINY_S,
    }
  }

  /** What a crowd that cannot come, or stay, says of the machine. */
  #whyFailed({ code }: CrewFailed): Cause {
    const { ended } = this.#needs.house
    // Who ends a process without asking it is the kernel, short of memory.
    if (ended !== null) return ended === 'SIGKILL' ? 'memory' : 'ended'
    if (code === 'EMFILE' || code === 'ENFILE') return 'descriptors'
    if (code === 'EADDRNOTAVAIL') return 'ports'
    return 'unclear'
  }
}

const STEPS = 45
const WINDOW = { least: 400, most: 4_000 }
const PATIENCE = { base: 500, most: 3_000 }

/** Steps as long as the whole allows. */
function timingOf(seconds: number, untilMs: number): Timing {
  const windowMs = Math.min(WINDOW.most, Math.max(WINDOW.least, (seconds * 1_000) / STEPS))
  return { warmMs: windowMs / 4, windowMs, patienceMs: Math.min(PATIENCE.most, PATIENCE.base + windowMs), untilMs }
}
