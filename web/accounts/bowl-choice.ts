import { bowlOf, looks } from '#protocol/looks.ts'

export const CHOICES = 5
const MIDDLE = 2
const MOST_TRIES = 200

/** Five bowls to choose from: `look` in the middle, and four that differ from it and each other in glaze and motif. */
export function bowlsAround(look: number, random: () => number): number[] {
  const chosen = [look]
  for (let tries = 0; chosen.length < CHOICES && tries < MOST_TRIES; tries++) {
    const next = Math.floor(random() * looks)
    if (chosen.every((other) => differs(other, next))) chosen.push(next)
  }
  const [first = look, ...others] = chosen
  return [...others.slice(0, MIDDLE), first, ...others.slice(MIDDLE)]
}

function differs(one: number, other: number): boolean {
  const a = bowlOf(one)
  const b = bowlOf(other)
  return a.glaze !== b.glaze && a.motif !== b.motif
}
