const hues = Array.from(
  { length: 12 },
  (_, at) => `.h${at}{color:light-dark(oklch(.47 .095 ${15 + 30 * at}),oklch(.81 .085 ${15 + 30 * at}))}`,
).join('')

/** The page's own colours and sizes (web/styles/tokens.css), as far as a file needs them. */
export const htmlStyle = `
:root{color-scheme:light dark;
--canvas:light-dark(#f0f5f3,#111918);--paper:light-dark(#fff,#1c2524);--sunken:light-dark(#e5ece9,#0a1110);
--text:light-dark(#182727,#e3eae6);--text-2:light-dark(#445352,#b2beb9);--text-3:light-dark(#576563,#9eaba6);
--border:light-dark(#d9e1de,#2c3735);--accent:light-dark(#1a5c4b,#92ddc0)}
*{box-sizing:border-box}
body{margin:0;padding:32px 16px 64px;background:var(--canvas);color:var(--text);
font:15px/24px system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei UI","Noto Sans CJK SC","Noto Sans SC",sans-serif;
overflow-wrap:anywhere;line-break:strict;text-autospace:normal}
header,main,footer{max-width:720px;margin:0 auto}
h1{margin:0;font-size:20px;line-height:28px;font-weight:600}
header p{margin:4px 0 0}
header p,footer{color:var(--text-3);font-size:13px;line-height:20px}
footer{margin-top:32px;text-align:center}
h2{display:flex;align-items:center;gap:12px;margin:32px 0 12px;color:var(--text-3);font-size:13px;line-height:20px;font-weight:500}
h2::before,h2::after{content:"";flex:1;border-top:1px solid var(--border)}
article{margin:0 0 12px;padding:10px 14px;border-radius:18px;background:var(--paper)}
article:target{outline:2px solid var(--accent)}
.head{display:flex;align-items:baseline;gap:8px;font-size:13px;line-height:20px}
.head bdi{font-weight:600}
.head time,.mark{margin-left:auto;color:var(--text-3);font-size:12px;line-height:16px;font-variant-numeric:tabular-nums;white-space:nowrap}
.mark{margin:0}
.body{white-space:pre-wrap}
.notice{margin:16px 0;color:var(--text-3);font-size:13px;line-height:20px;text-align:center}
.gone{color:var(--text-3);font-style:normal}
.files{list-style:none;padding:0;color:var(--text-2)}
.files img{display:block;max-width:100%;max-height:480px;width:auto;height:auto;border-radius:14px}
.quote{display:block;margin:2px 0 4px;padding-left:10px;border-left:2.5px solid var(--border);color:var(--text-2);font-size:14px;line-height:20px;
text-decoration:none;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.reactions{display:flex;flex-wrap:wrap;gap:6px;margin:6px 0 0;padding:0;list-style:none}
.reactions li{padding:1px 9px;border-radius:14px;background:var(--sunken);font-size:13px;line-height:24px}
a{color:var(--accent)}
blockquote{margin:4px 0;padding-left:10px;border-left:2.5px solid var(--border);color:var(--text-2)}
pre,code{font:13px/22px ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;background:var(--sunken)}
code{padding:1px 5px;border-radius:6px}
pre{margin:6px 0;padding:10px 12px;border-radius:12px;overflow-x:auto;white-space:pre}
pre code{padding:0;background:none}
ul,ol{margin:4px 0;padding-left:24px}
em:lang(zh){font-style:normal;text-emphasis:filled dot;text-emphasis-position:under right}
.mention{color:var(--accent);font-weight:500}
.lines{display:block}
bdi+.lines{display:inline}
.spoiler{background:var(--text);border-radius:4px}
.spoiler:hover,.spoiler:focus{background:var(--sunken);outline:none}
${hues}
@media print{body{background:none;padding:0}article{border:1px solid var(--border);break-inside:avoid}}
`
