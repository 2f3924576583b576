using PartyCloud.Contracts;

namespace PartyCloud.Assessment.Contracts;

/// <summary>
/// The typed client of assessment (考评): schemes, cycles, selections, rectification, consequences.
/// Made by <see cref="PartyCloud.Contracts.Clients.RestClients"/>; a refusal throws the library's <c>ApiException</c>, and its problem is read by <c>ReadProblem()</c>.
/// The progress of a freeze as server-sent events (<c>…/events</c>) is left out, because neither library reads a stream of events: ask for the job again, or read the stream
/// by hand. <c>If-Match</c> takes <see cref="ETag.Of"/> the version that was read; under one <c>Idempotency-Key</c> a call is carried out once, however often it is sent.
/// </summary>
[SerializationMethods(Query = QuerySerializationMethod.Serialized)]
public interface IAssessmentApi
{
    /// <summary>起草考评细则 · Drafts a scheme.</summary>
    [Post("/api/v1/assessment/schemes")]
    Task<SchemeResponse> CreateScheme(
        [Body] CreateSchemeRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>考评细则列表 · Lists schemes, the latest year first.</summary>
    [Get("/api/v1/assessment/schemes")]
    Task<Page<SchemeSummary>> ListSchemes(
        [Query] int? year = null, [Query] SchemeState? state = null, [Query] int? limit = null, [Query] string? cursor = null,
        CancellationToken cancellation = default);

    /// <summary>考评细则模板 · Schemes to start from.</summary>
    [Get("/api/v1/assessment/schemes/templates")]
    Task<IReadOnlyList<SchemeTemplate>> ListTemplates(CancellationToken cancellation = default);

    /// <summary>考评细则详情 · One scheme.</summary>
    [Get("/api/v1/assessment/schemes/{id}")]
    Task<SchemeResponse> GetScheme([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>修改草案 · Changes a draft as a whole.</summary>
    [Put("/api/v1/assessment/schemes/{id}")]
    Task<SchemeResponse> ChangeScheme(
        [Path] Guid id, [Body] ChangeSchemeRequest request, [Header("If-Match")] string? ifMatch = null, CancellationToken cancellation = default);

    /// <summary>公布并锁定 · Publishes a scheme, which locks it.</summary>
    [Post("/api/v1/assessment/schemes/{id}/publish")]
    Task<SchemeResponse> PublishScheme(
        [Path] Guid id, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>沿用到下一年 · Copies a scheme into a later year.</summary>
    [Post("/api/v1/assessment/schemes/{id}/copy")]
    Task<SchemeResponse> CopyScheme(
        [Path] Guid id, [Body] CopySchemeRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>设立考评周期 · Plans a cycle.</summary>
    [Post("/api/v1/assessment/cycles")]
    Task<CycleResponse> PlanCycle([Body] PlanCycleRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>考评周期列表 · Lists cycles, the latest first.</summary>
    [Get("/api/v1/assessment/cycles")]
    Task<Page<CycleResponse>> ListCycles(
        [Query] int? year = null, [Query] CycleState? state = null, [Query] int? limit = null, [Query] string? cursor = null,
        CancellationToken cancellation = default);

    /// <summary>考评周期详情 · One cycle.</summary>
    [Get("/api/v1/assessment/cycles/{id}")]
    Task<CycleResponse> GetCycle([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>考评进度 · How far the scores of each stage are, then how the grades fall.</summary>
    [Get("/api/v1/assessment/cycles/{id}/progress")]
    Task<CycleProgress> GetCycleProgress([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>启动考评 · Opens a cycle for scores.</summary>
    [Post("/api/v1/assessment/cycles/{id}/open")]
    Task<CycleResponse> OpenCycle(
        [Path] Guid id, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>批量记分 · Records values of many organizations, all or none.</summary>
    [Put("/api/v1/assessment/cycles/{id}/scores")]
    Task<ScoresRecorded> RecordScores([Path] Guid id, [Body] IReadOnlyList<ScoreRequest> scores, CancellationToken cancellation = default);

    /// <summary>记分表 · Who is to be scored in a stage, and what is recorded so far.</summary>
    [Get("/api/v1/assessment/cycles/{id}/scores")]
    Task<Page<ScoreRow>> ListScores(
        [Path] Guid id, [Query] string? stage = null, [Query] Guid? under = null, [Query] string? domainType = null, [Query] int? limit = null,
        [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>不参加考评 · Leaves an organization out, with a reason.</summary>
    [Post("/api/v1/assessment/cycles/{id}/exclusions")]
    Task ExcludeOrganization(
        [Path] Guid id, [Body] ExcludeOrganizationRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>冻结 · Takes the snapshot, counts, ranks and grades; a large cycle as a job.</summary>
    [Post("/api/v1/assessment/cycles/{id}/freeze")]
    Task<FreezeResponse> FreezeCycle(
        [Path] Guid id, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>定等次 · Gives the grades.</summary>
    [Post("/api/v1/assessment/cycles/{id}/finalize")]
    Task<CycleResponse> FinalizeCycle(
        [Path] Guid id, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>分类排名 · Ranks by type; by default from the lowest.</summary>
    [Get("/api/v1/assessment/cycles/{id}/ranking")]
    Task<Page<RankingRow>> GetRanking(
        [Path] Guid id, [Query] string? domainType = null, [Query] RankingOrder? order = null, [Query] int? limit = null, [Query] string? cursor = null,
        CancellationToken cancellation = default);

    /// <summary>导出分类排名(留痕) · The ranking as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/assessment/cycles/{id}/ranking/export")]
    Task<HttpResponseMessage> ExportRanking(
        [Path] Guid id, [Query] string? domainType = null, [Query] RankingOrder? order = null, [Query] string? format = null, [Query] string? purpose = null,
        CancellationToken cancellation = default);

    /// <summary>历年等次 · What an organization was given year by year.</summary>
    [Get("/api/v1/assessment/organizations/{organizationId}/grades")]
    Task<IReadOnlyList<GradeOfYear>> ListGrades([Path] Guid organizationId, CancellationToken cancellation = default);

    /// <summary>得分说明 · Every point and where it comes from.</summary>
    [Get("/api/v1/assessment/cycles/{id}/organizations/{organizationId}/score")]
    Task<ScoreExplanation> ExplainScore([Path] Guid id, [Path] Guid organizationId, CancellationToken cancellation = default);

    /// <summary>作业进度 · A job's state.</summary>
    [Get("/api/v1/assessment/cycles/freezes/{id}")]
    Task<JobResponse> GetFreeze([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>取消作业 · Stops a job; what is done stays done.</summary>
    [Post("/api/v1/assessment/cycles/freezes/{id}/cancel")]
    Task<JobResponse> CancelFreeze([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>确定整顿对象 · Selects the weak and lax organizations and opens their cases.</summary>
    [Post("/api/v1/assessment/cycles/{cycleId}/selections")]
    Task<SelectionResponse> SelectWeak(
        [Path] Guid cycleId, [Body] SelectWeakRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>整顿对象名单列表 · The selections of a cycle.</summary>
    [Get("/api/v1/assessment/cycles/{cycleId}/selections")]
    Task<Page<SelectionSummary>> ListSelections([Path] Guid cycleId, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>试算整顿对象 · What would be selected, without keeping it.</summary>
    [Post("/api/v1/assessment/cycles/{cycleId}/selections/preview")]
    Task<SelectionResponse> PreviewSelection(
        [Path] Guid cycleId, [Body] SelectWeakRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>整顿对象名单 · One selection.</summary>
    [Get("/api/v1/assessment/cycles/{cycleId}/selections/{id}")]
    Task<SelectionResponse> GetSelectionOfCycle([Path] Guid cycleId, [Path] Guid id, CancellationToken cancellation = default);

    /// <summary>整顿对象名单 · One selection.</summary>
    [Get("/api/v1/assessment/selections/{id}")]
    Task<SelectionResponse> GetSelection([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>导出整顿对象名单(留痕) · The list as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/assessment/selections/{id}/export")]
    Task<HttpResponseMessage> ExportSelection([Path] Guid id, [Query] string? format = null, [Query] string? purpose = null, CancellationToken cancellation = default);

    /// <summary>复算名单 · Runs a selection again from its snapshot.</summary>
    [Post("/api/v1/assessment/selections/{id}/verify")]
    Task<SelectionVerification> VerifySelection([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>整顿台账 · Lists cases in tree order.</summary>
    [Get("/api/v1/assessment/rectifications")]
    Task<Page<RectificationResponse>> ListRectifications(
        [Query] RectificationState? state = null, [Query] int? year = null, [Query] Guid? organizationId = null, [Query] Guid? selectionId = null,
        [Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>整顿情况统计 · How many cases are in which state.</summary>
    [Get("/api/v1/assessment/rectifications/counts")]
    Task<RectificationCounts> CountRectifications(
        [Query] int? year = null, [Query] Guid? organizationId = null, [Query] Guid? selectionId = null, [Query] Guid? under = null,
        CancellationToken cancellation = default);

    /// <summary>导出整顿台账(留痕) · The ledger as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/assessment/rectifications/export")]
    Task<HttpResponseMessage> ExportRectifications(
        [Query] RectificationState? state = null, [Query] int? year = null, [Query] Guid? organizationId = null, [Query] Guid? selectionId = null,
        [Query] Guid? under = null, [Query] string? format = null, [Query] string? purpose = null, CancellationToken cancellation = default);

    /// <summary>整顿个案 · One case.</summary>
    [Get("/api/v1/assessment/rectifications/{id}")]
    Task<RectificationResponse> GetRectification([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>一支一策 · Writes the plan.</summary>
    [Post("/api/v1/assessment/rectifications/{id}/plan")]
    Task<RectificationResponse> DraftPlan(
        [Path] Guid id, [Body] PlanRequest request, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>批准整顿方案 · Approves the plan.</summary>
    [Post("/api/v1/assessment/rectifications/{id}/plan/approve")]
    Task<RectificationResponse> ApprovePlan(
        [Path] Guid id, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>整改措施 · Adds measures with owners and deadlines.</summary>
    [Post("/api/v1/assessment/rectifications/{id}/measures")]
    Task<RectificationResponse> AddMeasures(
        [Path] Guid id, [Body] AddMeasuresRequest request, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>完成措施 · Marks a measure done.</summary>
    [Post("/api/v1/assessment/rectifications/{id}/measures/{number}/complete")]
    Task<RectificationResponse> CompleteMeasure(
        [Path] Guid id, [Path] int number, [Body] CompleteMeasureRequest request, [Header("If-Match")] string? ifMatch = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>自查 · Reports that it is done.</summary>
    [Post("/api/v1/assessment/rectifications/{id}/self-check")]
    Task<RectificationResponse> ReportSelfCheck(
        [Path] Guid id, [Body] SelfCheckRequest request, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>验收 · Records the acceptance sheet.</summary>
    [Post("/api/v1/assessment/rectifications/{id}/acceptance")]
    Task<RectificationResponse> AcceptRectification(
        [Path] Guid id, [Body] AcceptanceRequest request, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>销号 · Closes a case.</summary>
    [Post("/api/v1/assessment/rectifications/{id}/close")]
    Task<RectificationResponse> CloseRectification(
        [Path] Guid id, [Body] CloseRequest request, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>限制查询 · What a member or organization is kept from, and until when.</summary>
    [Get("/api/v1/assessment/restrictions")]
    Task<Page<RestrictionResponse>> ListRestrictions(
        [Query] Guid? subject = null, [Query] DateOnly? on = null, [Query] int? limit = null, [Query] string? cursor = null,
        CancellationToken cancellation = default);

    /// <summary>解除限制 · Lifts a restriction before its time.</summary>
    [Post("/api/v1/assessment/restrictions/{id}/lift")]
    Task<RestrictionResponse> LiftRestriction(
        [Path] Guid id, [Body] LiftRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>约谈记录 · Records a talk, with the restriction that follows.</summary>
    [Post("/api/v1/assessment/talks")]
    Task<TalkResponse> RecordTalk([Body] TalkRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>约谈列表 · Lists talks in tree order.</summary>
    [Get("/api/v1/assessment/talks")]
    Task<Page<TalkResponse>> ListTalks([Query] Guid? subject = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>弄虚作假认定 · Records a finding, with the restriction that follows.</summary>
    [Post("/api/v1/assessment/falsifications")]
    Task<FalsificationResponse> RecordFalsification(
        [Body] FalsificationRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>弄虚作假认定列表 · Lists findings in tree order.</summary>
    [Get("/api/v1/assessment/falsifications")]
    Task<Page<FalsificationResponse>> ListFalsifications(
        [Query] Guid? subject = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>免职建议列表 · Lists proposals in tree order.</summary>
    [Get("/api/v1/assessment/removals")]
    Task<Page<RemovalResponse>> ListRemovals(
        [Query] RemovalState? state = null, [Query] int? year = null, [Query] int? limit = null, [Query] string? cursor = null,
        CancellationToken cancellation = default);

    /// <summary>同意免职建议 · Approves a proposal.</summary>
    [Post("/api/v1/assessment/removals/{id}/approve")]
    Task<RemovalResponse> ApproveRemoval(
        [Path] Guid id, [Body] ApproveRemovalRequest request, [Header("If-Match")] string? ifMatch = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>不同意免职建议 · Rejects a proposal.</summary>
    [Post("/api/v1/assessment/removals/{id}/reject")]
    Task<RemovalResponse> RejectRemoval(
        [Path] Guid id, [Body] RejectRemovalRequest request, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>待办 · What waits for the caller here, the most urgent first.</summary>
    [Get("/api/v1/assessment/tasks")]
    Task<TaskList> GetTasks([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>近期变动 · What posts within reach changed lately, newest first.</summary>
    [Get("/api/v1/assessment/changes")]
    Task<IReadOnlyList<ChangeItem>> GetChanges([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>批量查询整顿个案 · Up to 1,000 cases by id.</summary>
    [Post("/api/v1/assessment/rectifications/batch-get")]
    Task<BatchGetRectificationsResponse> BatchGetRectifications([Body] BatchGetRectificationsRequest request, CancellationToken cancellation = default);

    /// <summary>整顿个案变更流 · What became of cases, each change once.</summary>
    [Get("/api/v1/assessment/rectifications/feed")]
    Task<FeedPage<RectificationResponse>> ReadRectificationFeed([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>整顿台账快照 · All cases, and where the feed goes on from there.</summary>
    [Get("/api/v1/assessment/rectifications/feed/snapshot")]
    Task<FeedSnapshot<RectificationResponse>> SnapshotRectifications([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>代码表 · The values of fields, with their names.</summary>
    [Get("/api/v1/assessment/code-lists")]
    Task<IReadOnlyList<CodeList>> GetCodeLists(CancellationToken cancellation = default);

    /// <summary>错误代码 · What the service refuses with, and the texts.</summary>
    [Get("/api/v1/assessment/problem-codes")]
    Task<IReadOnlyList<ProblemCode>> GetProblemCodes(CancellationToken cancellation = default);

    /// <summary>数据一致性摘要 · Digests by which two services are compared.</summary>
    [Get("/api/v1/assessment/operations/digests")]
    Task<IReadOnlyList<DigestResponse>> GetDigests(CancellationToken cancellation = default);

    /// <summary>校验审计链 · Walks the audit log's hash chain.</summary>
    [Post("/api/v1/assessment/operations/audit/verify")]
    Task<AuditVerification> VerifyAudit([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>重新发布全部事实 · Publishes all the service owns once more.</summary>
    [Post("/api/v1/assessment/operations/republish")]
    Task<RepublishResponse> Republish([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>审计日志 · The audit log, newest first.</summary>
    [Get("/api/v1/assessment/operations/audit")]
    Task<Page<AuditResponse>> ListAudit(
        [Query] string? action = null, [Query] Guid? actor = null, [Query] string? actorName = null, [Query] Guid? objectId = null, [Query] DateTimeOffset? from = null,
        [Query] DateTimeOffset? to = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>运行状态 · Health, outbox and queues of this service.</summary>
    [Get("/api/v1/assessment/operations/status")]
    Task<ServiceStatus> GetStatus(CancellationToken cancellation = default);

    /// <summary>作业列表 · Jobs within reach, newest first.</summary>
    [Get("/api/v1/assessment/operations/jobs")]
    Task<Page<JobItem>> ListJobs([Query] JobState? state = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>接口耗时 · How long each route takes.</summary>
    [Get("/api/v1/assessment/operations/routes")]
    Task<IReadOnlyList<RouteTiming>> GetRouteTimings(CancellationToken cancellation = default);

    /// <summary>运行图表 · The service's figures of the last two hours.</summary>
    [Get("/api/v1/assessment/operations/figures")]
    Task<ServiceFigures> GetFigures(CancellationToken cancellation = default);
}
