import { readFileSync } from 'node:fs'

/** What a process holds in memory, in MB; the kernel's buffers are not in it. */
export const residentMb = ({ pid }: { readonly pid: number }): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
