import type { Texts } from './zh'

const n = (value: number) => value.toLocaleString('en')
const many = (value: number, one: string, more = `${one}s`) => `${n(value)} ${value === 1 ? one : more}`

export const en: Texts = {
  product: 'PartyCloud',
  slogan: 'Party organizations, members, assessment and pairing',
  common: {
    save: 'Save', cancel: 'Cancel', close: 'Close', confirm: 'OK', submit: 'Submit', edit: 'Edit', add: 'Add', remove: 'Remove', back: 'Back', more: 'More', detail: 'Details',
    search: 'Search', reset: 'Clear filters', reload: 'Reload', export: 'Export all that match', exporting: count => `${many(count, 'row')} exported…`, print: 'Print',
    previous: 'Previous', next: 'Next', first: 'First page', rows: count => `${n(count)} on this page`, columns: 'Columns', all: 'All', none: 'None', yes: 'Yes', no: 'No',
    loading: 'Loading…', retry: 'Try again', empty: 'Nothing matches', required: 'Please fill in', choose: 'Please choose', reason: 'Reason', date: 'Date', state: 'State', operation: 'Action',
    name: 'Name', code: 'Code', year: 'Year', total: 'Total', count: 'Count', person: 'Person', organization: 'Organization', organizations: 'organizations', members: 'members', from: 'From', to: 'To',
    draftKept: 'What you had not yet sent is back', discardDraft: 'Discard draft', saved: 'Saved', done: 'Done', today: 'Today', skip: 'Skip to content', menu: 'Menu', notKnown: 'not given',
    pickOrganization: 'Type a name or a code', noMatch: 'Nothing found', typeToSearch: 'Type two characters or more', moreThan: count => `${n(count)}+`, people: count => many(count, 'member'),
  },
  problems: {
    network: 'No connection. Check the network and try again; nothing you typed is lost.', server: 'The service is not available for the moment; try again later.', other: status => `The request was not completed (${status}).`,
    title: 'Not done', page: 'This page has failed', pageHint: 'Try again; if it fails again, tell your administrator what stands below.', notFound: 'There is no such page, or it is out of your reach.', toHome: 'Back home',
    stale: 'Someone else has changed it first; reload and fill in again.', trace: 'Trace', newVersion: 'The system has been updated; please reload the page.', forbidden: 'The acting post may not do this.',
  },
  signIn: {
    title: 'Sign in', userName: 'User name', password: 'Password', code: 'Authenticator code', codeHint: 'The six digits of your authenticator, or a recovery code', submit: 'Sign in', again: 'Your session is over',
    againHint: 'For safety, enter your password again. All that you typed on the page is still there.', sameAs: name => `Go on as ${name}`, leave: 'Use another account', lockedHint: 'Five wrong passwords lock the account for 15 minutes. If you have forgotten it, ask the security administrator.',
    noScript: 'This console needs JavaScript.', apiLink: 'API documents',
  },
  account: {
    title: 'My account', userName: 'User name', displayName: 'Name', posts: 'Posts', secondFactor: 'Second factor', enabled: 'On', notEnabled: 'Off', changePassword: 'Change password',
    current: 'Current password', next: 'New password', repeat: 'New password again', differs: 'The two are not the same', rule: 'Ten characters or more, of three kinds: capitals, small letters, digits, symbols', changed: 'Password changed; your sessions elsewhere have ended.',
    mustChange: 'Change your password first', mustChangeHint: 'An administrator has set your password; change it to go on.', signOut: 'Sign out', post: 'Acting post', everything: 'everything', large: 'Large text', normal: 'Normal text', language: '中文',
    switched: name => `Now acting as: ${name}`, noPost: 'You hold no post yet; ask the security administrator.', secondFactorHint: 'Besides the password, each sign-in asks for the six digits of an authenticator app.', enable: 'Turn on', disable: 'Turn off', key: 'Key',
    keyHint: 'In your authenticator app choose to enter a key by hand, enter this one, and type the six digits that it shows below.', confirmCode: 'Six digits', recovery: 'Recovery codes', recoveryHint: 'Each code serves once. Write them down: they are not shown again.',
  },
  accounts: {
    title: 'Accounts and posts', name: 'User name or name', nameHint: 'A part is enough', role: 'Role', active: 'Active', disabled: 'Disabled', locked: 'Locked', create: 'Open an account', firstPassword: 'First password', mustChange: 'Its owner must change it at the first sign-in', reset: 'Reset password', resetFactor: 'Reset second factor', resetFactorText: 'Then the password alone is asked for, until its owner turns it on again.',
    disable: 'Disable', disableText: 'Its sessions end at once and it cannot sign in.', enable: 'Enable', own: 'This is your own account: others grant its posts and disable it.', createdAt: 'Opened', noPosts: 'No posts', reach: 'Reach', reachHint: 'That organization and all below; everything when left empty', reachId: 'Organization id', grantedAt: 'Granted', grant: 'Grant a post', withdraw: 'Withdraw',
  },
  roles: {
    cityAdmin: 'City administrator', districtAdmin: 'District administrator', committeeClerk: 'Committee clerk', branchSecretary: 'Branch secretary', member: 'Member', auditor: 'Auditor', securityAdmin: 'Security administrator',
  },
  menu: {
    home: 'Home', organizations: 'Organizations', members: 'Members', memberList: 'Register', transfers: 'Transfers', mobility: 'Mobile members', imports: 'Imports', assessment: 'Assessment', schemes: 'Schemes',
    cycles: 'Cycles', rectifications: 'Rectification', pairing: 'Pairing', programmes: 'Programmes', pairs: 'Pairs and visits', account: 'My account', accounts: 'Accounts and posts',
  },
  home: {
    title: 'Home', due: 'Due from me', dueNone: 'Nothing is due', late: 'Late', organizations: 'Organizations', members: 'Members', byKind: 'By kind', byDomain: 'By type', byStatus: 'Members by status',
    below: 'Subordinate organizations', belowHint: 'The area is the number of members; click to go down', cycle: 'Assessment', noCycle: 'There is no cycle yet', assessed: count => `${n(count)} assessed`, weak: 'Weak and lax', weakCount: 'open cases', pairing: 'Active pairs',
    served: (done, all) => `${n(done)} of ${n(all)} needs are served`, mobile: 'Mobile members', mobileCount: 'away or come from elsewhere', receive: 'Transfers to receive', checkIn: 'Mobile members to check in', propose: 'Proposals to decide',
    rectify: 'Rectification cases to carry on', approve: 'Plans to approve', accept: 'Cases to accept', expired: count => `${n(count)} late`, open: 'Open', up: 'Up', asTable: 'Table', asChart: 'Chart', welcome: name => `Welcome, ${name}`,
    auditor: 'Your post is for audits; ask the API for the audit log.', security: 'Your post is for accounts: open “Accounts and posts” in the menu.', nothing: 'The acting post has no business pages.',
  },
  kinds: {
    workingCommittee: 'Working committee', committee: 'Committee', generalBranch: 'General branch', branch: 'Branch', jointBranch: 'Joint branch', temporaryBranch: 'Temporary branch', group: 'Group',
  },
  organizationStatus: { active: 'Active', abolished: 'Abolished', merged: 'Merged' },
  organizations: {
    title: 'Organizations', tree: 'Tree', searchTree: 'Find by name or code', facts: 'Facts', children: 'Subordinates', counts: 'Totals', list: 'List', kind: 'Kind', domainType: 'Type', parent: 'Superior', region: 'Region code',
    unitName: 'Unit', unitClass: 'Class of unit', establishedOn: 'Established', externalCode: 'External code', levelCode: 'Level code', register: 'Add a subordinate', registerTop: 'Add an organization', change: 'Edit', move: 'Move', abolish: 'Abolish', merge: 'Merge',
    choose: 'Choose an organization on the left', membersOf: 'Members', below: (orgs, members) => `${many(orgs, 'organization')}, ${many(members, 'member')}`, newParent: 'New superior', movePreview: 'What will change',
    moveText: (name, from, to) => `“${name}” moves from “${from}” to “${to}”`, moveCounts: (orgs, members) => `With it move ${many(orgs, 'organization')} and ${many(members, 'member')}; level codes change, codes do not.`,
    moveUndo: 'It can be moved back.', moved: count => `${many(count, 'organization')} moved`, abolishText: name => `“${name}” will be abolished. It must have neither subordinates nor members. This cannot be undone; its history stays.`, mergeInto: 'Merge into',
    mergeText: (name, into) => `All subordinates and members of “${name}” go to “${into}”; then “${name}” is closed for good.`, registered: 'Added', codeHint: 'Generated when left empty', mergedInto: 'Merged into', warnings: 'Notes', noChildren: 'No subordinates', top: 'none',
    openHelp: 'Open with the arrow keys; type to find', under: 'Within', results: 'Found', cases: 'Rectification', pairs: 'Pairs', history: 'History',
  },
  sexes: { male: 'Male', female: 'Female' },
  memberStatus: { formal: 'Full member', probationary: 'Probationary', suspended: 'Suspended', left: 'Left', deceased: 'Deceased', transferredOut: 'Transferred out' },
  members: {
    title: 'Members', name: 'Name', nameHint: 'Beginning of the name', sex: 'Sex', birthDate: 'Born', status: 'Status', mobile: 'Mobile', mobileOnly: 'Mobile only', notMobile: 'Without mobile', joinedOn: 'Joined', formalOn: 'Full since', idNumber: 'ID number', phone: 'Phone',
    organization: 'Organization', under: 'Within', ethnicity: 'Ethnicity', education: 'Education', occupation: 'Occupation', tags: 'Tags', appliedOn: 'Applied', externalCode: 'External code', reveal: 'Show in full', revealHint: 'ID number and phone are sensitive; showing them is entered in the audit log.', purpose: 'Purpose',
    purposeHint: 'For example: checking a letter of transfer', revealed: 'Hidden again after a minute', income: 'Base of dues', admit: 'Add a member', admitted: 'Added', change: 'Edit', transfer: 'Transfer', registerMobility: 'Register as mobile', closedOn: 'Closed', closeReason: 'Reason',
    closeMember: 'Record leaving or death', basics: 'Person', record: 'Membership', contact: 'Contact', transfers: 'Transfers', personNotFound: 'There is no such member, or it is out of your reach.', masked: 'masked', close: 'Record', searchIdentity: 'Find by ID number', searchIdentityHint: 'Finding a person by ID number is entered in the audit log.', age: years => `aged ${years}`,
  },
  transfers: {
    title: 'Transfers', in: 'Coming in (to receive)', out: 'Going out (issued by us)', direction: 'Direction', state: 'State', member: 'Member', fromOrg: 'From', toOrg: 'To', issuedOn: 'Issued', expiresOn: 'Valid until', letterNo: 'Letter no.', receive: 'Receive', return: 'Return', cancel: 'Withdraw',
    receiveText: (name, org) => `${name} then belongs to “${org}”.`, returnText: 'Say why; the issuing side will see it.', cancelText: 'The member stays where he is.', expired: 'expired', toOther: 'Outside the system', toInside: 'An organization here', outsideName: 'Full name of the receiving organization', newTransfer: 'Transfer',
    issued: 'Issued', note: 'Note', decidedOn: 'Decided', reason: 'Reason', kind: 'To', due: days => (days < 0 ? `${many(-days, 'day')} late` : `${many(days, 'day')} left`),
  },
  transferStates: { issued: 'To be received', received: 'Received', returned: 'Returned', cancelled: 'Withdrawn' },
  mobility: {
    title: 'Mobile members', home: 'Home side (our members away)', host: 'Host side (members from elsewhere)', side: 'Side', member: 'Member', homeOrg: 'Home', hostOrg: 'Host', leftOn: 'Left', countsFrom: 'Counts from', contact: 'Contact', reason: 'Reason', checkIn: 'Check in', end: 'End', place: 'Place', hostOrganization: 'Host organization',
    checkInText: name => `${name} has come to the host organization.`, endText: 'Then no longer listed as mobile.', checkedInOn: 'Checked in', endedOn: 'Ended', register: 'Register', registered: 'Registered',
  },
  mobilityStates: { registered: 'To check in', checkedIn: 'Checked in', ended: 'Ended' },
  imports: {
    title: 'Imports', what: 'What', organizations: 'Organizations', members: 'Members', pairs: 'Pairs', template: 'Download template', templateHint: 'Fill in the template. Columns may stand in any order; keep their headers. Sheets that you already have can be imported as well.', drop: 'Drop a file here, or click to choose one', dropHint: 'Excel (.xlsx) or CSV (UTF-8, GBK), up to 512 MB',
    uploading: 'Uploading', queued: 'Waiting', running: 'Importing', succeeded: 'Import finished', failed: 'Import failed', cancelled: 'Cancelled', progress: (done, total) => `${n(done)} of ${total} rows`, rate: rate => `${n(rate)} rows a second`, remaining: text => `about ${text} left`,
    seconds: count => many(count, 'second'), minutes: count => many(count, 'minute'), good: count => `${many(count, 'row')} went in`, bad: count => `${many(count, 'row')} had errors and did not go in`, row: 'Row', column: 'Column', text: 'Error', errorSheet: 'Download refused rows (correct them and import again)', again: 'Import another file',
    stop: 'Cancel import', stopText: 'Rows that are in stay; the rest is left out.', shown: count => `Only the first ${n(count)} errors are shown; the sheet has them all.`, step: 'Step', steps: ['Kind and template', 'Upload', 'Result'], required: 'required', resume: 'Back to the last import', programme: 'Programme', again2: 'Importing the same file again changes nothing.', file: 'File', columnsOf: 'Columns of the template',
  },
  cycleStates: { planned: 'Planned', open: 'Open', frozen: 'Frozen', finalized: 'Graded' },
  schemeStates: { draft: 'Draft', published: 'Published' },
  methods: { manual: 'By hand', fact: 'By fact', deduction: 'Deduction', bonus: 'Bonus', veto: 'Veto' },
  stages: { selfCheck: 'Self-check', spotCheck: 'Spot check', yearEnd: 'Year end', quarter1: 'Quarter 1', quarter2: 'Quarter 2', quarter3: 'Quarter 3', quarter4: 'Quarter 4', midYear: 'Mid-year' },
  grades: { A: 'A good', B: 'B fairly good', C: 'C fair', D: 'D poor' },
  schemes: {
    title: 'Schemes', new: 'Draft a scheme', fromTemplate: 'From a template', blank: 'Blank', year: 'Year', name: 'Name', state: 'State', copy: 'Copy into next year', publish: 'Publish', publishText: 'A published scheme is locked: copy it into a later year, or draft another, to change it.', published: 'Published', dimensions: 'Dimensions and indicators', dimension: 'Dimension', indicator: 'Indicator', code: 'Code', method: 'Method',
    points: 'Points', weight: 'Weight', stages: 'Stages', grades: 'Grades', grade: 'Grade', min: 'From score', maxScore: 'Full score', addIndicator: 'Add indicator', addDimension: 'Add dimension', addStage: 'Add stage', addGrade: 'Add grade', sum: (sum, max) => `Indicators add up to ${sum} of ${max}`, sumRight: 'Points add up', sumWrong: 'Points do not add up; correct them before publishing',
    weightSum: sum => `Stage weights add up to ${sum}`, weightWrong: 'should be 1', listed: 'Listed as weak', documents: 'Governing documents', copied: 'Copied', unpublished: 'Draft saved', organization: 'Issued by', stage: 'Stage', indicatorsCount: count => many(count, 'indicator'), cap: 'Cap', veto: 'Veto', vetoGrade: 'Lowest grade', vetoZero: 'Score zero',
  },
  cycles: {
    title: 'Cycles', new: 'Plan a cycle', scheme: 'Scheme', scope: 'Scope', cutOff: 'Cut-off', assessed: 'Assessed', open: 'Open', freeze: 'Freeze', finalize: 'Give grades', openText: 'Scores can then be recorded.', freezeText: 'Takes the snapshot, counts and ranks; no scores can be recorded afterwards.', finalizeText: 'Gives the grades; this cannot be undone.', board: 'Progress', stages: ['Planned', 'Scores', 'Frozen and ranked', 'Graded'],
    ranking: 'Ranking', selections: 'Weak-and-lax list', domainType: 'Type', rank: 'Rank', fromLowest: 'From lowest', score: 'Score', grade: 'Grade', satisfaction: 'Satisfaction', lastRank: 'Last year', vetoed: 'Vetoed', order: 'Order', desc: 'From the highest', asc: 'From the lowest', bands: 'Grades', explain: 'Why this score', line: 'Item', value: 'Value', points: 'Points',
    missing: count => many(count, 'missing value'), notFrozen: 'There is a ranking once the cycle is frozen.', planned: 'Planned', scores: 'Scores', scoresHint: 'Copy the columns organization code, stage, indicator, value, reason from Excel and paste them below.', scoresPaste: 'Paste here', scoresRows: count => many(count, 'row'), scoresSave: 'Record scores', recorded: count => `${many(count, 'value')} recorded`,
    badRow: row => `Row ${row} cannot be read`, freezing: 'Freezing…', thisPage: 'this page',
  },
  selection: {
    title: 'Select the weak and lax', rules: 'Share by type', share: 'At least (%)', scoreBelow: 'Score below', satisfactionBelow: 'Satisfaction below (%)', tie: 'Ties', includeTies: 'List all that tie', ordered: 'Order by satisfaction, then last year', per: 'Share of', scope: 'the whole scope', district: 'each district', preview: 'Try out', previewTitle: 'What would be listed (not kept)', confirm: 'Fix the list and open cases',
    confirmText: count => `${many(count, 'organization')} will be listed, and a case opened for each. A list cannot be changed afterwards.`, quotas: 'Quotas', assessed: 'Assessed', quota: 'Quota', listed: 'Listed', items: 'Listed organizations', reason: 'Why', decidedBy: 'Tie decided by', history: 'Lists', verify: 'Run again', identical: 'The result is identical', different: 'The result differs', none: 'There is no list yet',
    createdAt: 'Fixed at', addType: 'Add type', digest: 'Digest', whatIf: 'Change the shares, see the result, then decide', done: 'The list is fixed and the cases are open',
  },
  listing: { gradeD: 'Lowest grade', criterion: 'Below the criterion', lowestRank: 'Lowest ranks', tie: 'Tie' },
  tieBreaks: { satisfaction: 'satisfaction', lastYearRank: 'last year', decision: 'decision' },
  rectificationStates: {
    identified: 'Identified', planDrafted: 'Plan to approve', planApproved: 'Plan approved', rectifying: 'Rectifying', selfChecked: 'Self-checked', acceptancePassed: 'Accepted', acceptanceFailed: 'Not accepted', closed: 'Closed', tracking: 'Tracking', ended: 'Ended', relisted: 'Listed again',
  },
  rectifications: {
    title: 'Rectification', board: 'Board', ledger: 'Ledger', organization: 'Organization', reason: 'Why', deadline: 'Deadline', plan: 'Plan', causes: 'Problems and causes', goal: 'Goal', measures: 'Measures', issue: 'Issue', action: 'Measure', owner: 'Owner', priority: 'Priority', doneOn: 'Done', outcome: 'Outcome', addMeasure: 'Add a measure', complete: 'Done',
    selfCheck: 'Self-check', report: 'Report', acceptance: 'Acceptance', team: 'Team', score: 'Score', ballots: 'Ballots', dissatisfied: 'Dissatisfied', findings: 'Findings', heldOn: 'Held on', passed: 'passed', failed: 'not passed', closeCase: 'Close', closeNumber: 'Number', approvePlan: 'Approve plan', draftPlan: 'Write the plan', asDraft: 'Keep as draft', submitPlan: 'Submit',
    overdue: 'late', none: 'There are no cases', next: 'Next', opened: 'Opened', tracking: 'Tracked until', ledgerTitle: 'Ledger of weak and lax organizations', history: 'Progress',
  },
  priorities: { immediate: 'At once', withinPeriod: 'Within a period', longTerm: 'Lasting' },
  programmeKinds: { organizations: 'Organizations', members: 'Members', instructors: 'Instructors' },
  programmeStates: { open: 'Open', closed: 'Closed' },
  needStates: { open: 'Open', served: 'Paired', withdrawn: 'Withdrawn' },
  needSources: { manual: 'by hand', weakList: 'weak list', import: 'import' },
  proposalStates: { proposed: 'To decide', confirmed: 'Confirmed', rejected: 'Rejected', superseded: 'Superseded' },
  pairStates: { active: 'Active', ended: 'Ended' },
  pairSources: { proposal: 'proposal', manual: 'by hand', import: 'import' },
  classes: {
    disorderly: 'Disorderly village', poor: 'Poor village', weak: 'Weak and lax', specialized: 'Specialized village', legalAffairs: 'Legal affairs', economic: 'Economic', partyAffairs: 'Party affairs', agricultural: 'Agricultural',
  },
  pairing: {
    title: 'Programmes', new: 'New programme', name: 'Name', kind: 'Kind', year: 'Year', scope: 'Scope', template: 'Matching rules', capacity: 'Pairs per helper', rules: 'Matching rules', helperClass: 'Class of helper', needClass: 'Class of need', priority: 'Priority', needs: 'Needs', helpers: 'Helpers', proposals: 'Proposals', pairs: 'Pairs', source: 'Source',
    listNeed: 'List a need', listHelper: 'List a helper', fromWeak: 'From the weak list', fromWeakText: 'Lists the organizations of this year\'s weak list as needs.', listed: (added, unchanged) => `${n(added)} added, ${n(unchanged)} already there`, match: 'Make proposals', matchText: 'Finds the best matching of open needs and helpers by the rules; proposals not yet confirmed are replaced.', matching: 'Matching…', matched: 'Matching finished',
    run: (number, matched, unmatched) => `Run ${n(number)}: ${many(matched, 'pair')}, ${n(unmatched)} unmatched`, confirm: 'Confirm', reject: 'Reject', confirmMany: count => `Confirm ${n(count)}`, rejectMany: count => `Reject ${n(count)}`, confirmText: 'They become pairs that both sides see.', rejectText: 'Say why.',
    decided: (done, failed) => (failed ? `${n(done)} done, ${n(failed)} not` : `${n(done)} done`), cost: 'Cost', why: 'Why', classCost: 'class', distance: 'distance', load: 'load', alternatives: 'Alternatives', unmatched: 'Why unmatched', active: 'Active pairs', withdraw: 'Withdraw', visits: 'Visits', lastVisit: 'Last visit', startedOn: 'Started', endedOn: 'Ended',
    recordVisit: 'Record a visit', on: 'On', activities: 'Activities', activitiesHint: 'Choose some, or type your own', summary: 'Summary', beneficiaries: 'People served', spent: 'Money spent', visited: 'Visit recorded', endPair: 'End the pair', endText: 'It then no longer counts.', noVisits: 'No visits yet', close: 'Close programme', need: 'Need', helper: 'Helper', network: 'Network', networkHint: 'Pairs between classes of helpers and of needs', side: 'Side',
    opened: 'Programme opened', person: 'Person', alternativeCost: (name, cost) => `${name} (cost ${n(cost)})`, noVisitYet: 'not yet visited',
    activityList: ['Policy talk', 'Party lecture', 'Visit', 'Help with industry', 'Settling disputes', 'Better rules', 'Premises', 'Joint theme day'],
  },
}
