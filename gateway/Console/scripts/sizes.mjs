// Packs what the browser loads, says how large each page's first load is, and fails when one has outgrown its limit.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const gzipped = new Map()
for (const name of (await readdir(dist, { recursive: true })).filter(file => /\.(js|css|svg)$/.test(file))) {
  const content = await readFile(new URL(name, dist))
  const gzip = gzipSync(content, { level: 9 })
  gzipped.set(name, gzip.length)
  await writeFile(new URL(name + '.gz', dist), gzip)
  await writeFile(new URL(name + '.br', dist), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }))
}

const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'))
const entry = Object.keys(manifest).find(key => manifest[key].isEntry)

/** The scripts that these parts and all that they import need at once. */
function scripts(...keys) {
  const files = new Set(), seen = new Set()
  const visit = key => {
    if (seen.has(key)) return
    seen.add(key)
    files.add(manifest[key].file)
    manifest[key].imports?.forEach(visit)
  }
  keys.forEach(visit)
  return [...files]
}

const part = name => {
  const key = `src/${name}`
  if (!manifest[key]) throw new Error(`The build has no part ${key}.`)
  return key
}
const spoken = [entry, part('texts/zh.ts')]
const frame = [...spoken, part('frame/Frame.tsx')]
const pages = [
  ['sign-in', spoken, 300],
  ['home, with its charts', [...frame, part('shared/chart.ts')], 700],
  ...Object.keys(manifest).filter(key => /^src\/pages\/.+\.tsx$/.test(key))
    .map(key => [key.replace('src/pages/', '').replace('.tsx', ''), [...frame, key], null]),
]

let failed = false
console.log('first load, script in kB gzip')
for (const [name, keys, limit] of pages) {
  const size = scripts(...keys).reduce((sum, file) => sum + (gzipped.get(file) ?? 0), 0) / 1000
  const over = limit !== null && size > limit
  failed ||= over
  console.log(`  ${name.padEnd(32)} ${size.toFixed(0).padStart(5)}${limit === null ? '' : `  of ${limit}${over ? '  TOO LARGE' : ''}`}`)
}
// Nobody who is sent the pages needs it.
await rm(new URL('.vite/', dist), { recursive: true })
process.exitCode = failed ? 1 : 0
