import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Select } from 'antd'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { get } from '../../api/client'
import { session } from '../../api/session'
import type { Rectification, RectificationState } from '../../api/types'
import { Async } from '../../shared/Async'
import { OrganizationField, optionsOf } from '../../shared/fields'
import { organizationOf, useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import './ledger.css'
import { years } from './years'

/** A book of more is printed by its parts. */
const most = 2000

/** The statutory ledger (整顿台账) as it goes on A4 paper: every case with its measures, acceptance and closing, and the places to sign. */
export default function LedgerPage() {
  const { texts: t, postId } = useSession()
  const [address, setAddress] = useSearchParams()
  const [under, year, state, organizationId] = ['under', 'year', 'state', 'organizationId'].map(name => address.get(name)) as (string | null)[]
  const filter = (name: string, value: string | null) => setAddress(params => {
    if (value) params.set(name, value)
    else params.delete(name)
    return params
  })
  const cases = useLoad(async signal => {
    const items: Rectification[] = []
    let cursor: string | undefined
    do {
      const page = await get('/api/v1/assessment/rectifications', {
        query: { under: under ?? undefined, year: year ? Number(year) : undefined, state: (state ?? undefined) as RectificationState | undefined, organizationId: organizationId ?? undefined, limit: 200, cursor }, signal,
      })
      items.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor && items.length < most)
    return { items, cut: cursor !== undefined }
  }, [under, year, state, organizationId, postId])
  const own = session.me?.posts.find(post => post.id === postId)
  const unit = useLoad(async () => (under ? (await organizationOf(under)).name : own?.organizationName ?? ''), [under, own?.id])
  return (
    <div className="page">
      <div className="no-print">
        <PageHead title={t.rectifications.ledgerTitle}>
          <Link to={`/rectifications?${new URLSearchParams([...address, ['view', 'ledger']])}`}>{t.ledger.back}</Link>
          <Button type="primary" icon={<PrinterOutlined />} disabled={!cases.data || cases.loading} onClick={() => window.print()}>{t.ledger.print}</Button>
        </PageHead>
        <div className="filters" role="search">
          <label>{t.members.under}<OrganizationField aria-label={t.members.under} value={under ?? null} onChange={value => filter('under', value)} style={{ width: 280, maxWidth: '100%' }} /></label>
          <label>{t.common.year}<Select aria-label={t.common.year} allowClear value={year} placeholder={t.common.all} options={years()} onChange={value => filter('year', value ?? null)} style={{ width: 110 }} /></label>
          <label>{t.common.state}<Select aria-label={t.common.state} allowClear value={state} placeholder={t.common.all} options={optionsOf(t.rectificationStates)} onChange={value => filter('state', value ?? null)} style={{ width: 150 }} /></label>
        </div>
        {cases.data?.cut && <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={t.ledger.cut(most)} />}
      </div>
      <Async from={cases} rows={10}>{({ items }) => <Ledger items={items} unit={unit.data ?? ''} year={year ?? null} />}</Async>
    </div>
  )
}

const widths = ['3%', '11%', '7%', '13%', '11%', '18%', '7%', '8%', '9%', '7%', '6%']

function Ledger({ items, unit, year }: { items: Rectification[]; unit: string; year: string | null }) {
  const { texts: t } = useSession()
  const signs = useMemo(() => [t.ledger.filledBy, t.ledger.checkedBy, t.ledger.seal, t.ledger.signedOn], [t])
  return (
    <section className="ledger-scroll" aria-label={t.rectifications.ledgerTitle} tabIndex={0}>
      <div className="ledger">
        <h1>{year && `${year} ${t.common.year} `}{t.rectifications.ledgerTitle}</h1>
        <div className="ledger-head"><span>{t.ledger.unit}：{unit || '＿＿＿＿＿＿＿＿'}</span><span>{t.ledger.count(items.length)}</span><span>{t.ledger.printedOn}：{dayjs().format('YYYY-MM-DD')}</span></div>
        <table>
          <colgroup>{widths.map((width, index) => <col key={index} style={{ width }} />)}</colgroup>
          <thead>
            <tr>
              {[t.ledger.number, t.rectifications.organization, t.rectifications.reason, t.rectifications.causes, t.rectifications.goal, t.rectifications.measures, t.rectifications.owner, t.ledger.due, t.rectifications.outcome, t.rectifications.acceptance, t.rectifications.closeCase]
                .map(title => <th key={title} scope="col">{title}</th>)}
            </tr>
          </thead>
          <tbody>
            {items.length === 0 && <tr><td colSpan={widths.length}>{t.rectifications.none}</td></tr>}
            {items.map((one, index) => <Case key={one.id} one={one} number={index + 1} />)}
          </tbody>
        </table>
        <div className="ledger-signs">{signs.map(sign => <span key={sign}>{sign}：＿＿＿＿＿＿</span>)}</div>
      </div>
    </section>
  )
}

/** A row a measure; what belongs to the case stands beside the first. */
function Case({ one, number }: { one: Rectification; number: number }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const rows = Math.max(1, one.measures.length)
  const acceptance = one.acceptances.at(-1)
  return (
    <>
      {Array.from({ length: rows }, (_, index) => {
        const measure = one.measures[index]
        return (
          <tr key={index}>
            {index === 0 && (
              <>
                <td rowSpan={rows}>{number}</td>
                <td rowSpan={rows}>{one.name}{'\n'}{one.code}{'\n'}{types.nameOf(one.domainType)}</td>
                <td rowSpan={rows}>{t.listing[one.reason]}{'\n'}{t.rectificationStates[one.state]}</td>
                <td rowSpan={rows}>{one.causes}</td>
                <td rowSpan={rows}>{one.goal}</td>
              </>
            )}
            <td>{measure && `${measure.number}. ${measure.issue}\n${measure.action}`}</td>
            <td>{measure?.owner}</td>
            <td>{measure ? `${measure.deadline}\n${t.priorities[measure.priority]}` : one.deadline}</td>
            <td>{measure && [measure.doneOn, measure.outcome].filter(Boolean).join('\n')}</td>
            {index === 0 && (
              <>
                <td rowSpan={rows}>{acceptance && `${acceptance.heldOn}\n${acceptance.score} ${acceptance.passed ? t.rectifications.passed : t.rectifications.failed}\n${acceptance.team}`}</td>
                <td rowSpan={rows}>{one.closedOn && `${one.closedOn}\n${one.closeNumber ?? ''}`}</td>
              </>
            )}
          </tr>
        )
      })}
    </>
  )
}
