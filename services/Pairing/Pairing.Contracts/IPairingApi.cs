using PartyCloud.Contracts;

namespace PartyCloud.Pairing.Contracts;

/// <summary>
/// The typed client of pairing (结对帮扶): programmes, needs and helpers, matching, proposals, pairs and visits.
/// Made by <see cref="PartyCloud.Contracts.Clients.RestClients"/>; a refusal throws the library's <c>ApiException</c>, and its problem is read by <c>ReadProblem()</c>.
/// The progress of an import or a matching as server-sent events (<c>…/events</c>) is left out, because neither library reads a stream of events: ask for the job again, or read the stream
/// by hand. <c>If-Match</c> takes <see cref="ETag.Of"/> the version that was read; under one <c>Idempotency-Key</c> a call is carried out once, however often it is sent.
/// </summary>
[SerializationMethods(Query = QuerySerializationMethod.Serialized)]
public interface IPairingApi
{
    /// <summary>结对规则模板 · Tables to start from.</summary>
    [Get("/api/v1/pairing/rule-sets")]
    Task<IReadOnlyList<RuleSetTemplateResponse>> ListRuleSets(CancellationToken cancellation = default);

    /// <summary>撤下帮扶对象 · Takes a need off the list.</summary>
    [Post("/api/v1/pairing/needs/{id}/withdraw")]
    Task<NeedResponse> WithdrawNeed(
        [Path] Guid id, [Body] ReasonRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>撤下帮扶单位 · Gives a helper nothing new.</summary>
    [Post("/api/v1/pairing/helpers/{id}/withdraw")]
    Task<HelperResponse> WithdrawHelper(
        [Path] Guid id, [Body] ReasonRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>新建结对项目 · Opens a programme.</summary>
    [Post("/api/v1/pairing/programmes")]
    Task<ProgrammeResponse> OpenProgramme(
        [Body] OpenProgrammeRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>结对项目列表 · Programmes.</summary>
    [Get("/api/v1/pairing/programmes")]
    Task<Page<ProgrammeResponse>> ListProgrammes(
        [Query] Guid? under = null, [Query] int? year = null, [Query] ProgrammeState? state = null, [Query] int? limit = null, [Query] string? cursor = null,
        CancellationToken cancellation = default);

    /// <summary>结对项目 · A programme.</summary>
    [Get("/api/v1/pairing/programmes/{id}")]
    Task<ProgrammeResponse> GetProgramme([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>结束项目 · Closes a programme; its pairs go on.</summary>
    [Post("/api/v1/pairing/programmes/{id}/close")]
    Task<ProgrammeResponse> CloseProgramme(
        [Path] Guid id, [Body] ReasonRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>结对网络 · Who helps whom, counted by class and place, and how many needs are served.</summary>
    [Get("/api/v1/pairing/programmes/{id}/network")]
    Task<PairingNetwork> GetNetwork([Path] Guid id, [Query] Guid? under = null, CancellationToken cancellation = default);

    /// <summary>登记帮扶对象（批量）· Lists who needs a helper.</summary>
    [Post("/api/v1/pairing/programmes/{id}/needs")]
    Task<ListedResponse> AddNeeds(
        [Path] Guid id, [Body] IReadOnlyList<NeedRequest> needs, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>帮扶对象列表 · Who needs a helper.</summary>
    [Get("/api/v1/pairing/programmes/{id}/needs")]
    Task<Page<NeedResponse>> ListNeeds(
        [Path] Guid id, [Query] NeedState? state = null, [Query] NeedSource? source = null, [Query] int? limit = null, [Query] string? cursor = null,
        CancellationToken cancellation = default);

    /// <summary>导出帮扶对象（留痕）· The list as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/pairing/programmes/{id}/needs/export")]
    Task<HttpResponseMessage> ExportNeeds(
        [Path] Guid id, [Query] NeedState? state = null, [Query] NeedSource? source = null, [Query] string? format = null, [Query] string? purpose = null,
        CancellationToken cancellation = default);

    /// <summary>从整顿对象名单取帮扶对象 · Takes over a year's list of the weak.</summary>
    [Post("/api/v1/pairing/programmes/{id}/needs/from-weak-list")]
    Task<ListedResponse> AddWeakOrganizations(
        [Path] Guid id, [Body] FromWeakListRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>登记帮扶单位或帮扶人（批量）· Lists who can help.</summary>
    [Post("/api/v1/pairing/programmes/{id}/helpers")]
    Task<ListedResponse> AddHelpers(
        [Path] Guid id, [Body] IReadOnlyList<HelperRequest> helpers, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>帮扶单位列表 · Who can help.</summary>
    [Get("/api/v1/pairing/programmes/{id}/helpers")]
    Task<Page<HelperResponse>> ListHelpers([Path] Guid id, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>导出帮扶单位（留痕）· The list as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/pairing/programmes/{id}/helpers/export")]
    Task<HttpResponseMessage> ExportHelpers([Path] Guid id, [Query] string? format = null, [Query] string? purpose = null, CancellationToken cancellation = default);

    /// <summary>提出结对建议 · Runs the matching as a job.</summary>
    [Post("/api/v1/pairing/programmes/{id}/proposals")]
    Task<JobResponse> MatchProgramme([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>结对建议列表 · Proposals with their reasons.</summary>
    [Get("/api/v1/pairing/programmes/{id}/proposals")]
    Task<Page<ProposalResponse>> ListProposals(
        [Path] Guid id, [Query] ProposalState? state = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>导出结对建议（留痕）· The list as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/pairing/programmes/{id}/proposals/export")]
    Task<HttpResponseMessage> ExportProposals(
        [Path] Guid id, [Query] ProposalState? state = null, [Query] string? format = null, [Query] string? purpose = null, CancellationToken cancellation = default);

    /// <summary>确认结对 · Makes a pair of a proposal.</summary>
    [Post("/api/v1/pairing/proposals/{id}/confirm")]
    Task<ProposalResponse> ConfirmProposal(
        [Path] Guid id, [Body] ConfirmProposalRequest? request = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>否决建议 · Rejects a proposal; it is not made again.</summary>
    [Post("/api/v1/pairing/proposals/{id}/reject")]
    Task<ProposalResponse> RejectProposal(
        [Path] Guid id, [Body] ReasonRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>作业进度 · A job's state.</summary>
    [Get("/api/v1/pairing/matchings/{id}")]
    Task<JobResponse> GetMatching([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>取消作业 · Stops a job; what is done stays done.</summary>
    [Post("/api/v1/pairing/matchings/{id}/cancel")]
    Task<JobResponse> CancelMatching([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>直接结对（须说明理由）· Forms a pair by hand, with a reason.</summary>
    [Post("/api/v1/pairing/programmes/{id}/pairs")]
    Task<PairResponse> FormPair(
        [Path] Guid id, [Body] FormPairRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>结对列表 · Pairs, by the helped side or by the helping side.</summary>
    [Get("/api/v1/pairing/pairs")]
    Task<Page<PairResponse>> ListPairs(
        [Query] Guid? under = null, [Query] PairSide? side = null, [Query] Guid? programmeId = null, [Query] ProgrammeKind? kind = null,
        [Query] PairState? state = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>结对统计 · How many pairs there are, by the helped side or by the helping side.</summary>
    [Get("/api/v1/pairing/pairs/counts")]
    Task<PairCounts> CountPairs(
        [Query] Guid? under = null, [Query] PairSide? side = null, [Query] Guid? programmeId = null, [Query] ProgrammeKind? kind = null,
        CancellationToken cancellation = default);

    /// <summary>导出结对列表（留痕）· The list as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/pairing/pairs/export")]
    Task<HttpResponseMessage> ExportPairs(
        [Query] Guid? under = null, [Query] PairSide? side = null, [Query] Guid? programmeId = null, [Query] ProgrammeKind? kind = null,
        [Query] PairState? state = null, [Query] string? format = null, [Query] string? purpose = null, CancellationToken cancellation = default);

    /// <summary>一对结对 · A pair.</summary>
    [Get("/api/v1/pairing/pairs/{id}")]
    Task<PairResponse> GetPair([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>结束结对 · Ends a pair.</summary>
    [Post("/api/v1/pairing/pairs/{id}/end")]
    Task<PairResponse> EndPair(
        [Path] Guid id, [Body] EndPairRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>登记走访帮扶 · Records a visit.</summary>
    [Post("/api/v1/pairing/pairs/{id}/visits")]
    Task<VisitResponse> RecordVisit(
        [Path] Guid id, [Body] RecordVisitRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>走访帮扶记录 · Visits, the latest first.</summary>
    [Get("/api/v1/pairing/pairs/{id}/visits")]
    Task<Page<VisitResponse>> ListVisits([Path] Guid id, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>导入结对 · Imports a sheet of pairs (CSV or XLSX) as a job.</summary>
    /// <param name="form">A <see cref="MultipartFormDataContent"/> with the sheet as its part <c>file</c>, and the programme's id as <c>programmeId</c>.</param>
    [Post("/api/v1/pairing/imports")]
    Task<JobResponse> ImportPairs([Body] HttpContent form, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>错误行下载 · The refused rows as a sheet, to be corrected and sent again.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/pairing/imports/{id}/errors")]
    Task<HttpResponseMessage> DownloadImportErrors([Path] Guid id, [Query] string? format = null, CancellationToken cancellation = default);

    /// <summary>作业进度 · A job's state.</summary>
    [Get("/api/v1/pairing/imports/{id}")]
    Task<JobResponse> GetImport([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>取消作业 · Stops a job; what is done stays done.</summary>
    [Post("/api/v1/pairing/imports/{id}/cancel")]
    Task<JobResponse> CancelImport([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>待办 · What waits for the caller here, the most urgent first.</summary>
    [Get("/api/v1/pairing/tasks")]
    Task<TaskList> GetTasks([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>近期变动 · What posts within reach changed lately, newest first.</summary>
    [Get("/api/v1/pairing/changes")]
    Task<IReadOnlyList<ChangeItem>> GetChanges([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>批量查询结对 · Up to 1,000 pairs by id.</summary>
    [Post("/api/v1/pairing/pairs/batch-get")]
    Task<BatchGetPairsResponse> BatchGetPairs([Body] BatchGetPairsRequest request, CancellationToken cancellation = default);

    /// <summary>批量登记走访帮扶 · Records up to 1,000 visits, each on its own.</summary>
    [Post("/api/v1/pairing/visits/batch-record")]
    Task<BatchResponse<VisitResponse>> BatchRecordVisits(
        [Body] BatchRecordVisitsRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>结对变更流 · What became of pairs with either side in reach, each change once.</summary>
    [Get("/api/v1/pairing/pairs/feed")]
    Task<FeedPage<PairResponse>> ReadPairFeed([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>结对快照 · All pairs with either side in reach, and where the feed goes on from there.</summary>
    [Get("/api/v1/pairing/pairs/feed/snapshot")]
    Task<FeedSnapshot<PairResponse>> SnapshotPairs([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>代码表 · The values of fields, with their names.</summary>
    [Get("/api/v1/pairing/code-lists")]
    Task<IReadOnlyList<CodeList>> GetCodeLists(CancellationToken cancellation = default);

    /// <summary>错误代码 · What the service refuses with, and the texts.</summary>
    [Get("/api/v1/pairing/problem-codes")]
    Task<IReadOnlyList<ProblemCode>> GetProblemCodes(CancellationToken cancellation = default);

    /// <summary>数据一致性摘要 · Digests by which two services are compared.</summary>
    [Get("/api/v1/pairing/operations/digests")]
    Task<IReadOnlyList<DigestResponse>> GetDigests(CancellationToken cancellation = default);

    /// <summary>校验审计链 · Walks the audit log's hash chain.</summary>
    [Post("/api/v1/pairing/operations/audit/verify")]
    Task<AuditVerification> VerifyAudit([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>重新发布全部事实 · Publishes all the service owns once more.</summary>
    [Post("/api/v1/pairing/operations/republish")]
    Task<RepublishResponse> Republish([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>审计日志 · The audit log, newest first.</summary>
    [Get("/api/v1/pairing/operations/audit")]
    Task<Page<AuditResponse>> ListAudit(
        [Query] string? action = null, [Query] Guid? actor = null, [Query] string? actorName = null, [Query] Guid? objectId = null, [Query] DateTimeOffset? from = null,
        [Query] DateTimeOffset? to = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>运行状态 · Health, outbox and queues of this service.</summary>
    [Get("/api/v1/pairing/operations/status")]
    Task<ServiceStatus> GetStatus(CancellationToken cancellation = default);

    /// <summary>作业列表 · Jobs within reach, newest first.</summary>
    [Get("/api/v1/pairing/operations/jobs")]
    Task<Page<JobItem>> ListJobs([Query] JobState? state = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>接口耗时 · How long each route takes.</summary>
    [Get("/api/v1/pairing/operations/routes")]
    Task<IReadOnlyList<RouteTiming>> GetRouteTimings(CancellationToken cancellation = default);

    /// <summary>运行图表 · The service's figures of the last two hours.</summary>
    [Get("/api/v1/pairing/operations/figures")]
    Task<ServiceFigures> GetFigures(CancellationToken cancellation = default);
}
