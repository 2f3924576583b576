// Every text of the console in Chinese. The English ones (en.ts) must have the same keys: their type is made from these.
const n = (value: number) => value.toLocaleString('zh-CN')

export const zh = {
  product: 'PartyCloud 党建云',
  slogan: '党组织、党员、考核评价与结对共建',
  common: {
    save: '保存', cancel: '取消', close: '关闭', confirm: '确定', submit: '提交', edit: '修改', add: '添加', remove: '删除', back: '返回', more: '更多', detail: '详情',
    search: '查询', reset: '清空条件', reload: '刷新', export: '导出本页条件下的全部', exporting: (count: number) => `已导出 ${n(count)} 行…`, print: '打印',
    previous: '上一页', next: '下一页', first: '回到首页', rows: (count: number) => `本页 ${n(count)} 条`, columns: '选择列', all: '全部', none: '无', yes: '是', no: '否',
    loading: '正在加载…', scrolls: '可滚动的表格', chooseAll: '选择本页全部', pageOf: (page: number, of: number) => `第 ${n(page)} / ${n(of)} 页`, retry: '重试', empty: '没有符合条件的记录', required: '请填写', choose: '请选择', reason: '原因', date: '日期', state: '状态', operation: '操作',
    name: '名称', code: '编码', year: '年度', total: '合计', count: '数量', person: '人', organization: '党组织', organizations: '个党组织', members: '名党员', from: '从', to: '到',
    draftKept: '已恢复上次未提交的内容', discardDraft: '不用草稿', saved: '已保存', done: '已办理', today: '今天', skip: '跳到正文', menu: '菜单', notKnown: '未填',
    exported: '已导出', exportNow: '导出', format: '格式', purpose: '用途', purposeHint: '例如：上报年度统计', purposeNeeded: '请写明用途，两个字以上', purposeMasked: '身份证号、手机号以脱敏形式导出；导出人、用途和条件记入审计日志。', purposeAudited: '导出人、用途和条件记入审计日志。',
    printCut: (count: number) => `只打印前 ${n(count)} 行，全部内容请导出`, printedOn: (day: string, count: number) => `打印日期：${day}　共 ${n(count)} 条`, undo: '撤销', selected: (count: number) => `已选 ${n(count)} 条`, clearSelection: '取消选择', all2: '查看全部',
    pickOrganization: '输入名称、拼音或编码查找党组织', noMatch: '没有找到', typeToSearch: '输入两个字以上开始查找', moreThan: (count: number) => `${n(count)}+`, people: (count: number) => `${n(count)} 名`,
  },
  problems: {
    network: '网络不通，请检查网络后重试。已填写的内容不会丢失。', server: '服务暂时不可用，请稍后重试。', other: (status: number) => `请求未能完成（${status}）。`,
    title: '未能办理', page: '页面出错了', pageHint: '可以重试；如仍出错，请把下面的内容告诉管理员。', notFound: '没有这个页面，或者不在您的管理范围内。', toHome: '回到首页',
    stale: '他人已先行修改，请刷新后重新填写。', trace: '追踪号', newVersion: '系统已更新，请刷新页面。', forbidden: '当前岗位没有办理此事的权限。',
  },
  signIn: {
    title: '登录', userName: '用户名', password: '密码', code: '动态验证码', codeHint: '身份验证器上的六位数字，或一个恢复码', submit: '登录', again: '登录已过期',
    againHint: '为安全起见，请重新输入密码。页面上已填写的内容都还在。', sameAs: (name: string) => `继续以 ${name} 的身份办理`, leave: '改用其他账号', lockedHint: '连续输错 5 次会锁定 15 分钟。忘记密码请联系安全管理员重置。',
    noScript: '本系统需要启用 JavaScript。', apiLink: '接口文档',
  },
  setUp: {
    title: '首次设置管理员', hint: (name: string) => `系统还没有账号。请为管理员 ${name} 设定密码，随后即可登录，设立党组织、开立其他账号。`, code: '设置码', codeHint: '网关启动时在自己的输出中显示一次的一组字母和数字', submit: '设定并登录', done: '系统已完成首次设置',
  },
  account: {
    title: '我的账号', userName: '用户名', displayName: '姓名', posts: '岗位', secondFactor: '第二因素', enabled: '已启用', notEnabled: '未启用', changePassword: '修改密码',
    current: '当前密码', next: '新密码', repeat: '再输一次新密码', differs: '两次输入不一致', rule: '至少 10 个字符，含大写字母、小写字母、数字、符号中的三类', changed: '密码已修改，其他设备上的登录已退出。',
    mustChange: '请先修改密码', mustChangeHint: '您的密码由管理员设置，修改后才能办理业务。', signOut: '退出登录', post: '当前岗位', everything: '全部', large: '大字', normal: '标准字号', language: 'English',
    switched: (name: string) => `已切换到：${name}`, noPost: '您还没有岗位，请联系安全管理员。', secondFactorHint: '登录时除密码外再输入手机身份验证器上的六位数字。', enable: '启用', disable: '停用', key: '密钥',
    keyHint: '在手机身份验证器（如“微软身份验证器”）中选择手动输入，填入此密钥，再把显示的六位数字填在下面。', confirmCode: '六位数字', recovery: '恢复码', recoveryHint: '每个恢复码只能用一次，请抄下保存。关闭后不再显示。',
  },
  accounts: {
    title: '账号与岗位', name: '用户名或姓名', nameHint: '其中一部分即可', role: '角色', active: '正常', disabled: '已停用', locked: '已锁定', create: '开立账号', firstPassword: '初始密码', mustChange: '本人首次登录时须修改', reset: '重置密码', resetFactor: '重置第二因素', resetFactorText: '此后登录只需密码，直到本人重新启用。',
    disable: '停用', disableText: '停用后立即退出登录，不能再登录。', enable: '启用', own: '这是您自己的账号，岗位和停用须由他人办理。', createdAt: '开立日期', noPosts: '没有岗位', reach: '管理范围', reachHint: '该党组织及其全部下级；不选则为全部', homeHint: '本人所在的党组织；管理整个系统的账号可以不填', grantedAt: '授予日期', grant: '授予岗位', withdraw: '撤回',
  },
  roles: {
    cityAdmin: '市级管理员', districtAdmin: '区县管理员', committeeClerk: '党务干部', branchSecretary: '党支部书记', member: '党员', auditor: '审计员', securityAdmin: '安全管理员', operator: '运维人员',
  } as Record<string, string>,
  menu: {
    home: '首页', organizations: '党组织', members: '党员', memberList: '党员名册', transfers: '组织关系转接', mobility: '流动党员', imports: '批量导入', assessment: '考核评价', schemes: '考评细则',
    cycles: '考评周期', rectifications: '整顿台账', removals: '免职建议', pairing: '结对共建', programmes: '结对方案', pairs: '结对与走访', account: '我的账号', accounts: '账号与岗位', operations: '运行',
  },
  home: {
    title: '首页', due: '待我办理', dueNone: '当前没有待办事项', late: '已逾期', organizations: '党组织', members: '党员', byKind: '按组织类别', byDomain: '按党建类型', byStatus: '党员状态',
    below: '下级党组织分布', belowHint: '面积为党员人数，点击进入下一级', cycle: '考评进度', noCycle: '还没有考评周期', assessed: (count: number) => `参评 ${n(count)} 个`, weak: '软弱涣散整顿', weakCount: '整顿中', pairing: '结对覆盖',
    served: (done: number, all: number) => `${n(done)} / ${n(all)} 个对象已结对`, mobile: '流动党员', mobileCount: '已登记外出或流入', receive: '待接收的组织关系', checkIn: '待报到的流动党员', propose: '待确认的结对建议',
    rectify: '待推进的整顿个案', approve: '待审批的整顿方案', accept: '待验收的整顿个案', expired: (count: number) => `其中 ${n(count)} 件已逾期`, open: '去办理', up: '回到上一级', asTable: '以表格查看', asChart: '以图查看', welcome: (name: string) => `${name}，您好`,
    auditor: '您的岗位用于审计，请打开“运行”查询审计日志。', security: '您的岗位用于账号管理，请在菜单中打开“账号与岗位”。', nothing: '当前岗位没有业务页面。',
    dueKinds: '按事项筛选', dueAll: (count: number) => `展开全部 ${n(count)} 件`, dueFewer: '收起', dueMore: (shown: number, all: number) => `显示 ${n(shown)} 件，共 ${n(all)} 件`, lateBelow: '下级逾期', lateNone: '下级没有逾期事项', lateTransfer: (name: string) => `${name} 的介绍信已过期，无人接收`, lateCheckIn: (name: string) => `流动党员 ${name} 一直没有报到`, look: '查看', lateCut: '条目过多，另有未计入的，请在各列表中查看。',
    byPlace: '按下级', viewAs: '显示方式', typeHint: '面积为党组织个数，点击查看该类型的党组织', operator: '您的岗位用于系统运维，请打开“运行”。',
    changes: '近期变动', changesNone: '最近 30 天没有变动', changed: (who: string, verb: string, what: string, count: number) => `${who} ${verb}${count > 1 ? ` ${n(count)} 个` : ''}${what}`,
  },
  changeVerbs: { added: '新增了', changed: '修改了', deleted: '删除了', moved: '调整了', issued: '开出了', received: '接收了', returned: '退回了', cancelled: '撤回了', registered: '登记了', 'checked-in': '确认报到了', ended: '结束了', made: '确定了' } as Record<string, string>,
  changeTypes: { partyOrganization: '党组织', organization: '党组织', member: '党员', transfer: '组织关系转接', mobility: '党员流动', assessmentScheme: '考评细则', assessmentCycle: '考评周期', rectificationCase: '整顿个案', selection: '整顿名单', programme: '结对方案', pair: '结对' } as Record<string, string>,
  tasks: {
    correctImport: '更正导入', receiveTransfer: '接收组织关系', confirmTransfer: '转出办结', recallTransfer: '介绍信过期', checkInMobility: '流动报到', confirmProposal: '结对建议', openCycle: '启动考评', recordScores: '记分', freezeCycle: '冻结考评', finalizeCycle: '定等次',
    draftPlan: '制定方案', approvePlan: '审批方案', addMeasures: '列出措施', carryOutMeasures: '落实整改', acceptRectification: '组织验收', closeRectification: '销号', decideRemoval: '免职建议',
  } as Record<string, string>,
  operations: {
    title: '运行', status: '运行状态', errors: '错误队列', jobs: '作业', routes: '接口耗时', audit: '审计', parts: '各部分', part: '部分', at: (time: string) => `${time} 的情况`, queues: '消息队列', dashboards: '监控看板', database: '数据库', broker: '消息服务', replicas: '可用副本', outbox: '待发事实', oldest: '最久已等', jobsNow: '作业', startedAt: '启动时间',
    health: { healthy: '正常', degraded: '部分受影响', unhealthy: '异常' }, away: '没有应答', allWell: '各部分运行正常，没有积压，没有错误消息。', badParts: (names: string) => `需要处理：${names}。`, lateOutbox: (names: string) => `待发事实积压超过一分钟：${names}。`, failedMessages: (count: number) => `有 ${n(count)} 条错误消息。`, brokerAway: '消息服务没有应答，暂时不知道各队列的情况。事实保存在发件箱中，恢复后自动发出。',
    milliseconds: (count: number) => `${n(count)} 毫秒`, seconds: (count: number) => (count < 120 ? `${n(count)} 秒` : `${n(Math.floor(count / 60))} 分钟`), jobCounts: (running: number, queued: number) => `${n(running)} 在办，${n(queued)} 排队`, queue: '队列', listener: '接收方', waiting: '等待', consumers: '接收者', failed: '错误', noQueues: '还没有队列',
    services: { gateway: '网关', organizations: '党组织', members: '党员', assessment: '考核评价', pairing: '结对共建' } as Record<string, string>, errorsHint: '接收方未能处理的消息。为保护个人信息，只显示类型、时间和原因，不显示内容。原因排除后重放，重复的事实会被自动识别。', noFailed: '没有错误消息', shownFailed: (shown: number, all: number) => `显示 ${n(shown)} 条，共 ${n(all)} 条`, type: '事实类型', facts: '事实数', failedAt: '出错时间', error: '原因', messageId: '消息标识',
    replay: '重放', replayAll: '全部重放', replayText: (queue: string) => `消息将放回队列“${queue}”重新处理，并记入审计日志。`, replayAllText: (count: number, queue: string) => `${n(count)} 条消息将放回队列“${queue}”重新处理，并记入审计日志。`, replayed: '已放回队列', job: '作业', progress: '进度', rowErrors: '错误行', failure: '失败原因', by: '发起人', createdAt: '发起时间', begunAt: '开始时间', finishedAt: '结束时间', noJobs: '没有作业',
    jobStates: { queued: '排队中', running: '进行中', succeeded: '已完成', failed: '失败', cancelled: '已取消' }, jobKinds: { 'organizations.import': '导入党组织', 'members.import': '导入党员', 'pairing.import': '导入结对关系', 'pairing.matching': '匹配结对', 'assessment.freeze': '冻结考评' } as Record<string, string>,
    missing: (names: string) => `${names} 没有应答，下面不含其内容。`, route: '接口', requests: '请求数', serverFaults: '服务端错误', mean: '平均（毫秒）', routesHint: '各服务一个副本自启动以来的统计，p95 最长的在前。', action: '操作', actionHint: '如 members.reveal 或 members.*', actor: '操作人', actorHint: '完整的用户名', actorId: '账号标识', object: '对象', objectId: '对象标识', fields: '内容', purpose: '用途', time: '时间', entry: '记录标识',
    verify: '校验审计链', chainHint: '审计日志只能追加，每条记录与前一条用哈希相连，改动、删除、插入都会被发现。', chainHolds: '全部审计链完整。', chainBroken: '有审计链不完整，请立即保全现场并查明原因。', chainLine: (count: number) => `${n(count)} 条记录，完整`,
  },
  kinds: {
    workingCommittee: '党工委', committee: '党委', generalBranch: '党总支', branch: '党支部', jointBranch: '联合党支部', temporaryBranch: '临时党支部', group: '党小组',
  },
  organizationStatus: { active: '正常', abolished: '已撤销', merged: '已合并' },
  organizations: {
    listTitle: '党组织列表', title: '党组织', tree: '组织树', searchTree: '按名称、拼音或编码查找', facts: '基本情况', children: '下级党组织', counts: '汇总', list: '列表', kind: '组织类别', domainType: '党建类型', parent: '上级党组织', region: '行政区划代码',
    unitName: '所在单位', unitClass: '单位类别', establishedOn: '成立日期', externalCode: '外部编码', levelCode: '层次码', register: '新增下级组织', registerTop: '新增党组织', change: '修改', move: '调整隶属', abolish: '撤销', merge: '合并',
    choose: '请在左侧选择一个党组织', membersOf: '查看党员', below: (orgs: number, members: number) => `${n(orgs)} 个组织，${n(members)} 名党员`, newParent: '新的上级党组织', movePreview: '将要发生的变化',
    moveText: (name: string, from: string, to: string) => `“${name}”将从“${from}”调整到“${to}”之下`, moveCounts: (orgs: number, members: number) => `连同其下共 ${n(orgs)} 个党组织、${n(members)} 名党员一起调整；层次码随之改变，编码不变。`,
    moveUndo: '调整后可以再次调整回来。', moved: (count: number) => `已调整 ${n(count)} 个党组织`, abolishText: (name: string) => `将撤销“${name}”。有下级组织或党员的不能撤销。撤销后不能恢复，历史记录保留。`, mergeInto: '并入',
    mergeText: (name: string, into: string) => `“${name}”的下级组织和党员将全部转入“${into}”，“${name}”随后关闭，不能恢复。`, registered: '已新增', codeHint: '不填则自动生成', mergedInto: '已并入', warnings: '提示', noChildren: '没有下级党组织', top: '没有上级',
    openHelp: '双击或按回车展开；输入文字查找', under: '所属范围', results: '查找结果', cases: '整顿情况', pairs: '结对情况', history: '历年情况', records: '历年情况与变更', grades: '历年等次', noGrades: '还没有考评等次', noPairs: '没有结对', exportBelow: '导出本组织及下级',
  },
  changes: {
    title: '变更记录', none: '没有变更记录；批量导入的内容见导入作业。', older: '更早的', actions: { 'partyOrganization.added': '新增', 'partyOrganization.changed': '变更：', 'organization.moved': '调整隶属', 'member.added': '登记', 'member.changed': '变更：' } as Record<string, string>,
    fields: { name: '名称', kind: '组织类别', domainType: '党建类型', regionCode: '行政区划代码', unitName: '所在单位', unitClass: '单位类别', establishedOn: '成立日期', externalCode: '外部编码', status: '状态', closedOn: '关闭日期', closeReason: '关闭原因', mergedIntoId: '并入组织', parentId: '上级党组织', ethnicity: '民族', education: '学历', mobile: '流动', appliedOn: '申请日期', joinedOn: '入党日期', formalOn: '转正日期', occupation: '职业', incomeSealed: '党费计算基数', incomeKind: '收入类别', tags: '标签', phoneMasked: '手机号', organizationId: '所在党组织' } as Record<string, string>,
  },
  sexes: { male: '男', female: '女' },
  memberStatus: { formal: '正式党员', probationary: '预备党员', suspended: '停止党籍', left: '已出党', deceased: '已去世', transferredOut: '已转出' },
  members: {
    title: '党员名册', name: '姓名', nameHint: '姓名的前几个字', sex: '性别', birthDate: '出生日期', status: '党籍状态', mobile: '流动', mobileOnly: '只看流动党员', notMobile: '不含流动党员', joinedOn: '入党日期', formalOn: '转正日期', idNumber: '身份证号', phone: '手机号',
    organization: '所在党组织', under: '组织范围', ethnicity: '民族', education: '学历', occupation: '职业', tags: '标签', appliedOn: '申请日期', externalCode: '外部编码', reveal: '查看完整信息', revealHint: '身份证号、手机号属个人敏感信息，查看会记入审计日志。', purpose: '查看用途',
    purposeHint: '例如：核对转接介绍信', revealed: '以下内容一分钟后自动隐藏', income: '党费计算基数', admit: '录入党员', admitted: '已录入', change: '修改', transfer: '转接组织关系', registerMobility: '登记流动', closedOn: '关闭日期', closeReason: '关闭原因',
    closeMember: '出党或去世登记', basics: '基本信息', record: '党籍信息', contact: '联系信息', transfers: '转接记录', personNotFound: '没有这名党员，或者不在您的管理范围内。', masked: '已脱敏', close: '登记', searchIdentity: '按身份证号查', searchIdentityHint: '按身份证号查人会记入审计日志。', age: (years: number) => `${years} 岁`,
    bulk: '批量办理', exportChosen: '导出选中', changeSeveral: '批量修改', changeSeveralHint: '只修改填写的项目，其余不变。', addTags: '添加标签', removeTags: '去掉标签', records: '转接、流动与变更', stays: '流动记录', noTransfers: '没有转接记录', noStays: '没有流动记录',
  },
  transfers: {
    title: '组织关系转接', in: '转入（待我接收）', out: '转出（我发出的）', direction: '方向', state: '状态', member: '党员', fromOrg: '转出组织', toOrg: '转入组织', issuedOn: '开具日期', expiresOn: '有效期至', letterNo: '介绍信编号', receive: '接收', return: '退回', cancel: '撤回',
    receiveText: (name: string, org: string) => `接收后，${name} 的组织关系转到“${org}”。`, returnText: '退回须说明原因，转出方会看到。', cancelText: '撤回后组织关系仍在原组织。', expired: '已过期', toOther: '转往系统外', toInside: '系统内党组织', outsideName: '接收党组织全称', newTransfer: '转接组织关系',
    issued: '已开具', note: '处理说明', decidedOn: '办理日期', reason: '转接原因', kind: '转往', due: (days: number) => (days < 0 ? `逾期 ${-days} 天` : `剩 ${days} 天`),
  },
  transferStates: { issued: '待接收', received: '已接收', returned: '已退回', cancelled: '已撤回' },
  mobility: {
    title: '流动党员', home: '流出地（本组织党员外出）', host: '流入地（外来党员）', side: '一侧', member: '党员', homeOrg: '流出地组织', hostOrg: '流入地', leftOn: '外出日期', countsFrom: '起算日期', contact: '联系人', reason: '外出原因', checkIn: '报到', end: '结束流动', place: '外出地点', hostOrganization: '流入地党组织',
    checkInText: (name: string) => `确认 ${name} 已到流入地党组织报到。`, endText: '结束后不再列为流动党员。', checkedInOn: '报到日期', endedOn: '结束日期', register: '登记外出', registered: '已登记',
  },
  mobilityStates: { registered: '待报到', checkedIn: '已报到', ended: '已结束' },
  imports: {
    title: '批量导入', what: '导入什么', organizations: '党组织', members: '党员', pairs: '结对关系', template: '下载模板', templateHint: '先下载模板，按列填写。列的顺序不限，表头不能改。也可以直接导入已有表格。', drop: '把文件拖到这里，或点击选择', dropHint: 'Excel（.xlsx）或 CSV（UTF-8、GBK），最多 512 MB',
    uploading: '正在上传', queued: '排队中', running: '正在导入', succeeded: '导入完成', failed: '导入失败', cancelled: '已取消', progress: (done: number, total: string) => `已处理 ${n(done)} / ${total} 行`, rate: (rate: number) => `每秒 ${n(rate)} 行`, remaining: (text: string) => `约剩 ${text}`,
    seconds: (count: number) => `${count} 秒`, minutes: (count: number) => `${count} 分钟`, good: (count: number) => `${n(count)} 行已进入系统`, bad: (count: number) => `${n(count)} 行有错误，没有进入系统`, row: '行号', column: '列', text: '错误', correct: '在页面上改正', rowNumber: (row: number) => `第 ${n(row)} 行`, sendCorrected: (count: number) => `导入改正后的 ${n(count)} 行`, errorSheet: '下载错误行（可改正后重新导入）', again: '导入下一个文件',
    stop: '取消导入', stopText: '已导入的行保留，其余不再导入。', shown: (count: number) => `只显示前 ${n(count)} 行错误，全部错误见下载的表格。`, step: '步骤', steps: ['选择类型与模板', '上传文件', '查看结果'], required: '必填', resume: '恢复查看上次的导入', programme: '结对方案', again2: '重复导入同一个文件不会产生重复数据。', file: '文件', columnsOf: '模板中的列',
  },
  cycleStates: { planned: '已计划', open: '进行中', frozen: '已冻结', finalized: '已定等' },
  schemeStates: { draft: '草案', published: '已公布' },
  methods: { manual: '人工评分', fact: '按事实', deduction: '扣分', bonus: '加分', veto: '一票否决' },
  stages: { selfCheck: '自查', spotCheck: '抽查', yearEnd: '年终', quarter1: '一季度', quarter2: '二季度', quarter3: '三季度', quarter4: '四季度', midYear: '年中' } as Record<string, string>,
  grades: { A: 'A 好', B: 'B 较好', C: 'C 一般', D: 'D 差' } as Record<string, string>,
  schemes: {
    title: '考评细则', new: '起草细则', fromTemplate: '选用模板', blank: '空白细则', year: '年度', name: '名称', state: '状态', copy: '沿用到下一年', publish: '公布', publishText: '公布后锁定，不能再改；要改请沿用到下一年或另起草案。', published: '已公布', dimensions: '考核维度与指标', dimension: '维度', indicator: '指标', code: '代码', method: '计分方式',
    points: '分值', weight: '权重', stages: '考核阶段', grades: '等次', grade: '等次', min: '最低分', maxScore: '满分', addIndicator: '添加指标', addDimension: '添加维度', addStage: '添加阶段', addGrade: '添加等次', sum: (sum: number, max: number) => `各指标合计 ${sum} 分，满分 ${max} 分`, sumRight: '分值相符', sumWrong: '分值不符，公布前须调整',
    weightSum: (sum: number) => `阶段权重合计 ${sum}`, weightWrong: '应为 1', listed: '列入整顿', documents: '依据文件', copied: '已沿用', unpublished: '草案保存成功', organization: '制定单位', stage: '阶段', indicatorsCount: (count: number) => `${count} 项指标`, cap: '上限', veto: '否决后果', vetoGrade: '定为末等', vetoZero: '记零分',
  },
  cycles: {
    title: '考评周期', new: '设立周期', scheme: '考评细则', scope: '考评范围', cutOff: '截止日期', assessed: '参评数', open: '启动', freeze: '冻结', finalize: '定等次', openText: '启动后各单位可以记分。', freezeText: '冻结即固定快照并计分、排名；此后不能再记分。', finalizeText: '公布等次，不能撤销。', board: '进度', stages: ['计划', '记分', '冻结排名', '定等次'],
    ranking: '排名', selections: '整顿对象', domainType: '党建类型', rank: '名次', fromLowest: '倒数', score: '得分', grade: '等次', satisfaction: '满意度', lastRank: '上年名次', vetoed: '一票否决', order: '次序', desc: '从高到低', asc: '从低到高', bands: '等次分布', explain: '得分说明', line: '项目', value: '记分', points: '得分',
    missing: (count: number) => `缺 ${count} 项记分`, notFrozen: '冻结后才有排名。', planned: '已设立', scores: '记分', scoresHint: '从 Excel 复制“组织编码、阶段、指标、分值、理由”几列，粘贴到下面。', scoresPaste: '粘贴在这里', scoresRows: (count: number) => `识别 ${n(count)} 行`, scoresSave: '保存记分', recorded: (count: number) => `已记 ${n(count)} 项`,
    badRow: (row: number) => `第 ${row} 行看不懂，请检查`, freezing: '正在冻结…', thisPage: '本页',
  },
  scoreSheet: {
    hint: '可直接填写，也可从 Excel 复制一块区域，点选起始单元格后粘贴（Ctrl+V），向右、向下依次填入。上下方向键和回车换行。未保存的内容在刷新或出错后仍保留。', nobody: '此范围内没有参评组织，请改选范围。', upTo: (points: number) => `满分 ${points}`, notNumber: '不是数字，请改为数字', negative: '不能为负，请填 0 或以上', veto: '一票否决只填 1（有）或 0（无）',
    tooLarge: '数值过大，请核对', tooPrecise: '最多四位小数', above: (points: number) => `超过满分，请填 0 至 ${points}`, pasted: (count: number, wrong: number, outside: number) => `已粘贴 ${n(count)} 格${wrong ? `，${n(wrong)} 格有误，已标出` : ''}${outside ? `，${n(outside)} 格超出表格，未填入` : ''}`,
    state: (rows: number, drafts: number, wrong: number) => `已显示 ${n(rows)} 个组织${drafts ? `，${n(drafts)} 格未保存` : ''}${wrong ? `，其中 ${n(wrong)} 格有误` : ''}`, toWrong: '到有误的单元格', more: '显示更多组织', drop: '放弃未保存的内容', dropText: (count: number) => `${n(count)} 格未保存的内容将清除，已保存的记分不变。`, save: (count: number) => (count ? `保存 ${n(count)} 格` : '保存'),
    savedSome: (saved: number, wrong: number) => `已记 ${n(saved)} 项，${n(wrong)} 格有误，改正后再保存`, refused: '有的单元格未能保存，原因标在单元格下。其余内容都还在，改正后请再保存。', wrongElsewhere: '有误的单元格不在当前显示的组织中，请改选范围或显示更多。', wrongStay: (count: number) => `${n(count)} 格有误，不会保存，改正前一直保留在表格中。`, byList: '或按清单粘贴（组织编码、阶段、指标、分值）',
  },
  selection: {
    title: '确定整顿对象', rules: '各类型比例', share: '最低比例（%）', scoreBelow: '低于分数', satisfactionBelow: '满意度低于（%）', tie: '并列处理', includeTies: '并列的全部列入', ordered: '按满意度、上年名次分先后', per: '比例按', scope: '全范围', district: '各区县', preview: '试算', previewTitle: '试算结果（未保存）', confirm: '确定名单并立案',
    confirmText: (count: number) => `将列入 ${n(count)} 个党组织，每个开一件整顿个案。名单一经确定不能修改。`, quotas: '名额', assessed: '参评', quota: '名额', listed: '列入', items: '列入名单', reason: '列入原因', decidedBy: '并列决定', history: '已确定的名单', verify: '复算', identical: '复算结果一致', different: '复算结果不一致', none: '还没有确定名单',
    createdAt: '确定时间', addType: '添加类型', digest: '校验值', whatIf: '改变比例，先看结果，再决定', done: '名单已确定，个案已开立',
  },
  listing: { gradeD: '等次为末等', criterion: '低于标准', lowestRank: '排名靠后', tie: '并列' },
  tieBreaks: { satisfaction: '满意度', lastYearRank: '上年名次', decision: '集体研究' } as Record<string, string>,
  rectificationStates: {
    identified: '已确定', planDrafted: '方案待批', planApproved: '方案已批', rectifying: '整改中', selfChecked: '已自查', acceptancePassed: '验收通过', acceptanceFailed: '验收未过', closed: '已销号', tracking: '跟踪中', ended: '已结束', relisted: '重新列入',
  },
  rectifications: {
    title: '整顿台账', board: '看板', ledger: '台账', organization: '党组织', reason: '列入原因', deadline: '整改期限', plan: '整顿方案', causes: '突出问题与原因', goal: '整顿目标', measures: '整改措施', issue: '问题', action: '措施', owner: '责任人', priority: '期限类别', doneOn: '完成日期', outcome: '完成情况', addMeasure: '添加措施', complete: '完成',
    selfCheck: '自查报告', report: '自查情况', acceptance: '验收', team: '验收组', score: '得分', ballots: '测评票数', dissatisfied: '不满意票', findings: '验收意见', heldOn: '验收日期', passed: '通过', failed: '未通过', closeCase: '销号', closeNumber: '销号文号', approvePlan: '批准方案', draftPlan: '填写方案', asDraft: '先存草稿', submitPlan: '提交审批',
    overdue: '逾期', none: '没有整顿个案', next: '下一步', opened: '立案时间', tracking: '跟踪至', ledgerTitle: '软弱涣散基层党组织整顿台账', history: '进程',
  },
  removals: {
    title: '免职建议', hint: '连续两年被列为整顿对象的党组织，系统按规则提出对其书记的免职建议；是否免职由组织研究决定。', post: '职务', secretary: '书记', because: '因以下党组织', proposedAt: '提出日期', decided: '决定', none: '没有免职建议',
    states: { proposed: '待研究', approved: '已同意', rejected: '不同意' }, approve: '同意', approveText: '记录组织研究的决定。人事任免仍按干部管理权限办理。', reject: '不同意', rejectText: '写明不同意的原因，留作记录。', effectiveOn: '生效日期', from: (day: string) => `自 ${day} 起`,
  },
  ledger: {
    open: '台账打印', print: '打印（A4 横向）', back: '返回台账列表', unit: '填报单位', count: (count: number) => `共 ${n(count)} 件`, printedOn: '打印日期', number: '序号', due: '时限', filledBy: '填报人', checkedBy: '审核人', seal: '单位（盖章）', signedOn: '日期',
    cut: (count: number) => `只列出前 ${n(count)} 件，请按范围或年度分册打印。`,
  },
  priorities: { immediate: '立即整改', withinPeriod: '限期整改', longTerm: '长期坚持' },
  programmeKinds: { organizations: '组织结对', members: '党员结对', instructors: '党建指导员' },
  programmeStates: { open: '进行中', closed: '已结束' },
  needStates: { open: '待结对', served: '已结对', withdrawn: '已撤回' },
  needSources: { manual: '人工', weakList: '整顿名单', import: '导入' },
  proposalStates: { proposed: '待确认', confirmed: '已确认', rejected: '已否决', superseded: '已被替代' },
  pairStates: { active: '结对中', ended: '已结束' },
  pairSources: { proposal: '匹配建议', manual: '人工', import: '导入' },
  classes: {
    disorderly: '后进村', poor: '贫困村', weak: '软弱涣散', specialized: '专业村', legalAffairs: '政法部门', economic: '经济部门', partyAffairs: '党群部门', agricultural: '涉农部门',
  } as Record<string, string>,
  pairing: {
    title: '结对方案', new: '新建方案', name: '方案名称', kind: '类型', year: '年度', scope: '范围', template: '匹配规则', capacity: '每个帮扶单位最多结对', rules: '匹配规则', helperClass: '帮扶方类别', needClass: '对象类别', priority: '优先级', needs: '帮扶对象', helpers: '帮扶力量', proposals: '结对建议', pairs: '已结对', source: '来源',
    listNeed: '列入对象', listHelper: '列入帮扶方', fromWeak: '从整顿名单列入', fromWeakText: '把本年度整顿名单中的党组织列为帮扶对象。', listed: (added: number, unchanged: number) => `新增 ${n(added)} 个，原有 ${n(unchanged)} 个`, match: '生成建议', matchText: '按规则在待结对对象和帮扶力量之间求最优匹配；未确认的旧建议作废。', matching: '正在匹配…', matched: '匹配完成',
    run: (number: number, matched: number, unmatched: number) => `第 ${n(number)} 次匹配：${n(matched)} 对，${n(unmatched)} 个未匹配`, confirm: '确认', reject: '否决', confirmMany: (count: number) => `确认选中的 ${n(count)} 条`, rejectMany: (count: number) => `否决选中的 ${n(count)} 条`, confirmText: '确认后即结为对子，双方可见。', rejectText: '否决须说明原因。',
    decided: (done: number, failed: number) => (failed ? `已办理 ${n(done)} 条，${n(failed)} 条未能办理` : `已办理 ${n(done)} 条`), cost: '代价', why: '理由', classCost: '类别', distance: '距离', load: '负担', alternatives: '其他选择', unmatched: '未匹配原因', active: '现有对子', withdraw: '撤回', visits: '走访', lastVisit: '最近走访', startedOn: '结对日期', endedOn: '结束日期',
    recordVisit: '登记走访', on: '走访日期', activities: '活动内容', activitiesHint: '可选多项', summary: '情况简述', beneficiaries: '受益人数', spent: '投入资金（元）', visited: '已登记走访', endPair: '结束结对', endText: '结束后不再计入考评。', noVisits: '还没有走访记录', close: '结束方案', need: '帮扶对象', helper: '帮扶方', network: '结对网络', networkHint: '帮扶方类别与对象类别之间的对子数', side: '角色', asNeed: '本范围受帮扶的', asHelper: '本范围帮扶别人的',
    opened: '方案已建立', person: '人员', alternativeCost: (name: string, cost: number) => `${name}（代价 ${n(cost)}）`, noVisitYet: '尚未走访',
    activityList: {
      lecture: '送党课', law: '送法律', health: '送卫生', warmth: '送温暖', technology: '送科技', ideas: '带思路', team: '带队伍', project: '带项目', skill: '带技术', policy: '宣讲政策', mediation: '化解矛盾', rules: '完善制度', venue: '阵地建设', themeDay: '联合主题党日',
    } as Record<string, string>,
  },
}

type Widen<T> = T extends (...args: infer A) => string ? (...args: A) => string : T extends string ? string : T extends readonly string[] ? string[] : { [K in keyof T]: Widen<T[K]> }
export type Texts = Widen<typeof zh>
