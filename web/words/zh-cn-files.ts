// Words of pictures and files, which come with the first of them. This object is the type: en-files.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNFiles = {
  /** In place of files where there are only words: a quote, a list, a notification. */
  kinds: { picture: '图片', audio: '音频', video: '视频', voice: '语音', file: '文件' },
  picture: (alt: string) => (alt ? `图片：${alt}` : '图片'),
  pictureOf: (at: number, count: number, alt: string) =>
    `第 ${n(at)} 张图片，共 ${n(count)} 张${alt ? `：${alt}` : ''}`,
  video: (name: string) => `视频：${name}`,
  playVideo: (name: string) => `播放视频：${name}`,
  playMoving: '播放动图',
  notLoaded: '没能加载，点一下重试',
  download: (name: string, size: string) => `下载 ${name}，${size}`,
  notDownloaded: '没能下载，请稍后再试。',
  play: (name: string) => `播放 ${name}`,
  pause: (name: string) => `暂停 ${name}`,
  voice: '语音',
  seek: '播放位置',
  at: (now: string, all: string) => `${now}，共 ${all}`,
  speed: (times: string) => `播放速度：${times} 倍`,
  notPlayed: '这里播放不了，下载后再打开。',
  save: '下载',
  saveAll: '全部下载',
  copyPicture: '复制图片',
  pictureCopied: '图片已复制',
  pictureNotCopied: '没能复制图片。',
  viewer: {
    title: '查看图片',
    counter: (at: number, count: number) => `${n(at)} / ${n(count)}`,
    counted: (at: number, count: number) => `第 ${n(at)} 张，共 ${n(count)} 张`,
    next: '下一张',
    previous: '上一张',
    larger: '放大',
    smaller: '缩小',
    download: '下载',
    close: '关闭',
    failed: '图片没能加载。',
    retry: '重试',
  },
  gallery: {
    title: '图片和文件',
    open: '图片和文件',
    tabs: '分类',
    pictures: '图片',
    files: '文件',
    loading: '正在加载…',
    noPictures: '还没有图片',
    noPicturesHint: '这里会收好大家发的图片和视频。',
    noFiles: '还没有文件',
    noFilesHint: '这里会收好大家发的文件和录音。',
    failed: '没能加载。',
    failedMore: '没能加载更多。',
    retry: '重试',
    offline: '网络断开了，恢复后会接着加载。',
    end: '没有更多了',
    goThere: '查看原消息',
    goToMessage: (name: string) => `查看 ${name} 的原消息`,
    label: (what: string, who: string, when: string) => `${what}，${who}，${when}`,
  },
}

export type FilesWords = typeof zhCNFiles
