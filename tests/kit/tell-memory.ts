// Loaded before a server of a test (`preload`): asked by a signal, it sweeps what nobody holds any more and tells what is left. Without the
// sweep a figure of memory tells when the collector happened to come by, which differs by more than most faults would take.
process.on('SIGUSR2', () => {
  Bun.gc(true)
  console.log(JSON.stringify({ event: 'memory', level: 'info', bytes: process.memoryUsage.rss() }))
})
