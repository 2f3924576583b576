// Makes the API's types from the committed documents, so that a change of the API that breaks a page breaks the build.
import { mkdir, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const documents = new URL('../../../tests/Architecture.Tests/Documents/', import.meta.url)
const target = new URL('../src/api/generated/', import.meta.url)

await mkdir(target, { recursive: true })
for (const name of ['gateway', 'organizations', 'members', 'assessment', 'pairing']) {
  const types = astToString(await openapiTS(new URL(`${name}.json`, documents)))
  await writeFile(new URL(`${name}.ts`, target), `// Made by scripts/types.mjs; not kept.\n${types}`)
}
