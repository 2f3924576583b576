// The wire's types under the names by which the pages speak of them.
import type { components as A } from './generated/assessment'
import type { components as G } from './generated/gateway'
import type { components as M } from './generated/members'
import type { components as O } from './generated/organizations'
import type { components as P } from './generated/pairing'

export type Me = G['schemas']['MeResponse']
export type Post = G['schemas']['PostResponse']
export type Account = G['schemas']['AccountResponse']
export type AccountRow = G['schemas']['AccountItem']
export type Task = G['schemas']['TaskItem']
export type OperationsStatus = G['schemas']['OperationsStatus']
export type ServiceRow = G['schemas']['ServiceRow']
export type QueueRow = G['schemas']['QueueRow']
export type HealthState = G['schemas']['HealthState']
export type OperatedJob = G['schemas']['JobItem']
export type RouteTiming = G['schemas']['RouteTiming']
export type FailedMessage = G['schemas']['ErrorItem']
export type AuditRow = G['schemas']['AuditRow']
export type VerifiedAudits = G['schemas']['VerifiedAudits']

export type Organization = O['schemas']['OrganizationResponse']
export type Child = O['schemas']['ChildResponse']
export type Kind = O['schemas']['OrganizationKind']
export type OrganizationStatus = O['schemas']['OrganizationStatus']
export type DomainType = O['schemas']['DomainTypeResponse']
export type Rollup = O['schemas']['RollupResponse']
export type Job = O['schemas']['JobResponse']

export type MemberRow = M['schemas']['MemberSummary']
export type Member = M['schemas']['MemberResponse']
export type MemberStatus = M['schemas']['MemberStatus']
export type Revealed = M['schemas']['RevealedMember']
export type Transfer = M['schemas']['TransferResponse']
export type Mobility = M['schemas']['MobilityResponse']

export type Scheme = A['schemas']['SchemeResponse']
export type SchemeContent = A['schemas']['SchemeContent']
export type SchemeRow = A['schemas']['SchemeSummary']
export type SchemeTemplate = A['schemas']['SchemeTemplate']
export type IndicatorMethod = A['schemas']['IndicatorMethod']
export type Cycle = A['schemas']['CycleResponse']
export type CycleState = A['schemas']['CycleState']
export type RankingRow = A['schemas']['RankingRow']
export type ScoreExplanation = A['schemas']['ScoreExplanation']
export type Selection = A['schemas']['SelectionResponse']
export type SelectionItem = A['schemas']['SelectionItem']
export type SelectionRow = A['schemas']['SelectionSummary']
export type Rectification = A['schemas']['RectificationResponse']
export type RectificationState = A['schemas']['RectificationState']

export type Programme = P['schemas']['ProgrammeResponse']
export type Need = P['schemas']['NeedResponse']
export type Helper = P['schemas']['HelperResponse']
export type Proposal = P['schemas']['ProposalResponse']
export type Pair = P['schemas']['PairResponse']
export type Party = P['schemas']['PartyResponse']
export type Visit = P['schemas']['VisitResponse']
