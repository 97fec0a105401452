// The S3-compatible server of the tests, in a process of its own: node serve.mjs <folder> <bucket>. Says its port.
import { AsyncLocalStorage } from 'node:async_hooks'
import S3rver from '@20minutes/s3rver'

const [, , directory, bucket] = process.argv
const isOfBucket = new AsyncLocalStorage()
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  vhostBuckets: false,
  configureBuckets: [{ name: bucket }],
})
// It reads `/bucket/` as `/bucket` when it checks a signature, and Bun signs what it sends: of this one address it is not checked.
Object.defineProperty(server, 'allowMismatchedSignatures', { get: () => isOfBucket.getStore() === true })
server.middleware.unshift((context, next) => isOfBucket.run(context.path === `/${bucket}/`, next))
const { port } = await server.run()
console.log(port)
