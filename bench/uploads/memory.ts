// A process of its own, behind all others: one look takes three milliseconds (measured), which the program that takes the time would be late by.
// bun memory.ts <pid>: says the most memory of the process, and of it and its children, once its input ends.
import { processTree, residentBytes } from '../machine.ts'

const LOOK_MS = 50
const pid = Number(process.argv[2])
let [serverBytes, allBytes, isOver] = [0, 0, false]
const ending = Bun.stdin.text().then(() => {
  isOver = true
})
while (!isOver) {
  serverBytes = Math.max(serverBytes, residentBytes([pid]))
  allBytes = Math.max(allBytes, residentBytes(processTree(pid)))
  await Promise.race([ending, Bun.sleep(LOOK_MS)])
}
console.log(JSON.stringify({ serverBytes, allBytes }))
