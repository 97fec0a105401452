// `npm start`: installs what is missing, builds the page and the server when they are older than their sources, runs the server.
// `npm run dev` is the same with `--dev`: the server runs from its sources, and both start again at each change.
import { findBun, requireNode, requirePackages, runMain } from './prepare.mjs'
import { develop, serve } from './serve.mjs'

await runMain(async () => {
  requireNode()
  requirePackages({ dev: false })
  const bun = findBun()
  await (process.argv.includes('--dev') ? develop(bun) : serve(bun))
})
