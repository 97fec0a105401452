import { ConfigError, type Setting } from './settings.ts'

/** A bucket, and what stands before the names in it: '' or with a slash at its end. */
type Bucket = { bucket: string; prefix: string }

/** Of Amazon and those like it: lower case, digits, dots and dashes. The prefix is kept to what needs no escaping anywhere. */
const ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w.-]{1,64}){0,8})\/?$/

const filesUrl: Setting<Bucket | null> = {
  name: 'FILES_URL',
  fallback: '',
  fallbackWords: 'not set: the folder `files` beside the database',
  expects: 's3:// with a bucket and, where others use it too, a folder of its own, such as s3://my-bucket/teahouse',
  en: 'Where the files that people send are kept, when not on this disk: `s3://bucket/prefix`, in anything that speaks S3. The place belongs to this installation alone: what it does not know there is deleted.',
  zh: '用户文件不存本机磁盘时的存放位置：`s3://存储桶/前缀`，任何兼容 S3 的存储均可。该位置只能由本安装独占：其中不认识的文件会被删除。',
  read(text, refuse) {
    if (text === '') return null
    const [, bucket, path = ''] = ADDRESS.exec(text) ?? []
    if (bucket === undefined || /\/\.{1,2}(\/|$)/.test(path)) return refuse()
    return { bucket, prefix: path === '' ? '' : `${path.slice(1)}/` }
  },
}

const s3Endpoint: Setting<string | null> = {
  name: 'S3_ENDPOINT',
  fallback: '',
  fallbackWords: 'not set: that of Amazon in S3_REGION',
  expects: 'an address such as https://s3.example.com or http://127.0.0.1:9000, with nothing after the host',
  en: 'The address of the store, where it is not Amazon’s. Buckets are named in the path.',
  zh: '存储服务的地址（非亚马逊时设置），存储桶写在路径中。',
  read(text, refuse) {
    if (text === '') return null
    const url = /^https?:\/\/[^\s\\/?#@]+\/?$/i.test(text) ? URL.parse(text) : null
    return url ? url.origin : refuse()
  },
}

const s3Region: Setting<string> = {
  name: 'S3_REGION',
  fallback: 'us-east-1',
  expects: 'the name of a region such as eu-central-1 or auto',
  en: 'The region of the bucket. Most stores other than Amazon’s take any.',
  zh: '存储桶所在的区域；亚马逊以外的存储大多不作要求。',
  read: (text, refuse) => (/^[a-z0-9-]{1,64}$/i.test(text) ? text : refuse()),
}

/** What it holds is in no sentence: these end in logs (T-20). */
const secretText = (name: string, en: string, zh: string): Setting<string> => ({
  name,
  fallback: '',
  fallbackWords: 'not set',
  expects: 'a text without spaces',
  en,
  zh,
  read(text) {
    if (/^[\x21-\x7e]{0,256}$/.test(text)) return text
    throw new ConfigError(
      `${name} in the environment has a sign that no key has, but a text without spaces is expected.`,
    )
  },
})

/** Where files are kept. The place itself says nothing yet of whether it can be reached. */
export const s3Settings = {
  filesUrl,
  s3Endpoint,
  s3Region,
  s3AccessKeyId: secretText('S3_ACCESS_KEY_ID', 'The name of the key for the bucket.', '访问存储桶的密钥名。'),
  s3SecretAccessKey: secretText(
    'S3_SECRET_ACCESS_KEY',
    'The key itself. It is never written into a log.',
    '密钥本身，不会写入日志。',
  ),
}

type Read = {
  filesUrl: Bucket | null
  s3Endpoint: string | null
  s3Region: string
  s3AccessKeyId: string
  s3SecretAccessKey: string
}

/** Null: on this disk. Throws `ConfigError` where a bucket is named without a key for it, or a key without a bucket. */
export function filesPlace({ filesUrl, s3Endpoint, s3Region, s3AccessKeyId, s3SecretAccessKey }: Read) {
  if (filesUrl === null) {
    const said = [s3Endpoint && 'S3_ENDPOINT', s3AccessKeyId && 'S3_ACCESS_KEY_ID'].find(Boolean)
    if (said)
      throw new ConfigError(
        `${said} in the environment is set, but FILES_URL is not: it names the bucket, or unset both.`,
      )
    return null
  }
  for (const [name, value] of [
    ['S3_ACCESS_KEY_ID', s3AccessKeyId],
    ['S3_SECRET_ACCESS_KEY', s3SecretAccessKey],
  ])
    if (value === '') throw new ConfigError(`FILES_URL in the environment names a bucket, but ${name} is not set.`)
  return {
    ...filesUrl,
    endpoint: s3Endpoint,
    region: s3Region,
    accessKeyId: s3AccessKeyId,
    secretAccessKey: s3SecretAccessKey,
  }
}
