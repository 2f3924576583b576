using PartyCloud.Contracts;

namespace PartyCloud.Organizations.Contracts;

/// <summary>
/// The typed client of the organization tree (党组织): register, change, move, merge, abolish; lists, counts, imports.
/// Made by <see cref="PartyCloud.Contracts.Clients.RestClients"/>; a refusal throws the library's <c>ApiException</c>, and its problem is read by <c>ReadProblem()</c>.
/// The progress of an import as server-sent events (<c>…/events</c>) is left out, because neither library reads a stream of events: ask for the job again, or read the stream
/// by hand. <c>If-Match</c> takes <see cref="ETag.Of"/> the version that was read; under one <c>Idempotency-Key</c> a call is carried out once, however often it is sent.
/// </summary>
[SerializationMethods(Query = QuerySerializationMethod.Serialized)]
public interface IOrganizationsApi
{
    /// <summary>设立党组织 · Registers an organization.</summary>
    [Post("/api/v1/organizations")]
    Task<OrganizationResponse> RegisterOrganization(
        [Body] RegisterOrganizationRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>党组织列表 · Lists organizations in tree order.</summary>
    [Get("/api/v1/organizations")]
    Task<Page<OrganizationResponse>> ListOrganizations(
        [Query] Guid? under = null, [Query] OrganizationKind? kind = null, [Query] string? domainType = null, [Query] OrganizationStatus? status = null,
        [Query] string? q = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>导出党组织列表(留痕) · The list as a sheet; audited.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/organizations/export")]
    Task<HttpResponseMessage> ExportOrganizations(
        [Query] Guid? under = null, [Query] OrganizationKind? kind = null, [Query] string? domainType = null, [Query] OrganizationStatus? status = null,
        [Query] string? q = null, [Query] string? format = null, [Query] string? purpose = null, CancellationToken cancellation = default);

    /// <summary>变更记录 · What was changed, by whom and when.</summary>
    [Get("/api/v1/organizations/{id}/history")]
    Task<Page<ChangeResponse>> GetOrganizationHistory([Path] Guid id, [Query] int? limit = null, [Query] Guid? cursor = null, CancellationToken cancellation = default);

    /// <summary>党组织详情 · One organization, with warnings about its size and kind.</summary>
    [Get("/api/v1/organizations/{id}")]
    Task<OrganizationResponse> GetOrganization([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>变更党组织信息 · Changes what is given.</summary>
    [Patch("/api/v1/organizations/{id}")]
    Task<OrganizationResponse> ChangeOrganization(
        [Path] Guid id, [Body] ChangeOrganizationRequest request, [Header("If-Match")] string? ifMatch = null, CancellationToken cancellation = default);

    /// <summary>按编码查党组织 · One organization by its own code.</summary>
    [Get("/api/v1/organizations/by-code/{code}")]
    Task<OrganizationResponse> GetOrganizationByCode([Path] string code, CancellationToken cancellation = default);

    /// <summary>调整隶属关系 · Moves an organization with its whole subtree.</summary>
    [Post("/api/v1/organizations/{id}/move")]
    Task<MoveOrganizationResponse> MoveOrganization(
        [Path] Guid id, [Body] MoveOrganizationRequest request, [Header("If-Match")] string? ifMatch = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>撤销党组织 · Closes an empty organization.</summary>
    [Post("/api/v1/organizations/{id}/abolish")]
    Task<OrganizationResponse> AbolishOrganization(
        [Path] Guid id, [Body] AbolishOrganizationRequest request, [Header("If-Match")] string? ifMatch = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>合并党组织 · Closes an organization in favour of another.</summary>
    [Post("/api/v1/organizations/{id}/merge")]
    Task<OrganizationResponse> MergeOrganization(
        [Path] Guid id, [Body] MergeOrganizationRequest request, [Header("If-Match")] string? ifMatch = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>直接下级 · Direct subordinates.</summary>
    [Get("/api/v1/organizations/{id}/children")]
    Task<Page<ChildResponse>> GetChildren([Path] Guid id, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>汇总数 · Counts over the whole subtree.</summary>
    [Get("/api/v1/organizations/{id}/rollup")]
    Task<RollupResponse> GetRollup([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>党建类型代码 · The types organizations are assessed by.</summary>
    [Get("/api/v1/organizations/domain-types")]
    Task<IReadOnlyList<DomainTypeResponse>> ListDomainTypes(CancellationToken cancellation = default);

    /// <summary>查找接收组织 · Organizations anywhere to which a member can be transferred.</summary>
    [Get("/api/v1/organizations/receivers")]
    Task<IReadOnlyList<ReceiverResponse>> FindReceivers([Query] string? q = null, CancellationToken cancellation = default);

    /// <summary>导入党组织 · Imports a sheet (CSV or XLSX) as a job.</summary>
    /// <param name="form">A <see cref="MultipartFormDataContent"/> with the sheet as its part <c>file</c>.</param>
    [Post("/api/v1/organizations/imports")]
    Task<JobResponse> ImportOrganizations([Body] HttpContent form, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>错误行下载 · The refused rows as a sheet, to be corrected and sent again.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/organizations/imports/{id}/errors")]
    Task<HttpResponseMessage> DownloadImportErrors([Path] Guid id, [Query] string? format = null, CancellationToken cancellation = default);

    /// <summary>作业进度 · A job's state.</summary>
    [Get("/api/v1/organizations/imports/{id}")]
    Task<JobResponse> GetImport([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>取消作业 · Stops a job; what is done stays done.</summary>
    [Post("/api/v1/organizations/imports/{id}/cancel")]
    Task<JobResponse> CancelImport([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>待办 · What waits for the caller here, the most urgent first.</summary>
    [Get("/api/v1/organizations/tasks")]
    Task<TaskList> GetTasks([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>近期变动 · What posts within reach changed lately, newest first.</summary>
    [Get("/api/v1/organizations/changes")]
    Task<IReadOnlyList<ChangeItem>> GetChanges([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>批量查询党组织 · Up to 1,000 organizations by id or code.</summary>
    [Post("/api/v1/organizations/batch-get")]
    Task<BatchGetOrganizationsResponse> BatchGetOrganizations([Body] BatchGetOrganizationsRequest request, CancellationToken cancellation = default);

    /// <summary>批量设立党组织 · Registers up to 1,000 organizations, each on its own.</summary>
    [Post("/api/v1/organizations/batch-register")]
    Task<BatchResponse<OrganizationResponse>> BatchRegisterOrganizations(
        [Body] BatchRegisterOrganizationsRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>批量变更党组织信息 · Changes up to 1,000 organizations, each on its own.</summary>
    [Post("/api/v1/organizations/batch-change")]
    Task<BatchResponse<OrganizationResponse>> BatchChangeOrganizations(
        [Body] BatchChangeOrganizationsRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>党组织变更流 · What became of organizations, each change once.</summary>
    [Get("/api/v1/organizations/feed")]
    Task<FeedPage<OrganizationResponse>> ReadOrganizationFeed([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>党组织快照 · All organizations, and where the feed goes on from there.</summary>
    [Get("/api/v1/organizations/feed/snapshot")]
    Task<FeedSnapshot<OrganizationResponse>> SnapshotOrganizations([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>代码表 · The values of fields, with their names.</summary>
    [Get("/api/v1/organizations/code-lists")]
    Task<IReadOnlyList<CodeList>> GetCodeLists(CancellationToken cancellation = default);

    /// <summary>错误代码 · What the service refuses with, and the texts.</summary>
    [Get("/api/v1/organizations/problem-codes")]
    Task<IReadOnlyList<ProblemCode>> GetProblemCodes(CancellationToken cancellation = default);

    /// <summary>数据一致性摘要 · Digests by which two services are compared.</summary>
    [Get("/api/v1/organizations/operations/digests")]
    Task<IReadOnlyList<DigestResponse>> GetDigests(CancellationToken cancellation = default);

    /// <summary>校验审计链 · Walks the audit log's hash chain.</summary>
    [Post("/api/v1/organizations/operations/audit/verify")]
    Task<AuditVerification> VerifyAudit([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>重新发布全部事实 · Publishes all the service owns once more.</summary>
    [Post("/api/v1/organizations/operations/republish")]
    Task<RepublishResponse> Republish([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>审计日志 · The audit log, newest first.</summary>
    [Get("/api/v1/organizations/operations/audit")]
    Task<Page<AuditResponse>> ListAudit(
        [Query] string? action = null, [Query] Guid? actor = null, [Query] string? actorName = null, [Query] Guid? objectId = null, [Query] DateTimeOffset? from = null,
        [Query] DateTimeOffset? to = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>运行状态 · Health, outbox and queues of this service.</summary>
    [Get("/api/v1/organizations/operations/status")]
    Task<ServiceStatus> GetStatus(CancellationToken cancellation = default);

    /// <summary>作业列表 · Jobs within reach, newest first.</summary>
    [Get("/api/v1/organizations/operations/jobs")]
    Task<Page<JobItem>> ListJobs([Query] JobState? state = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>接口耗时 · How long each route takes.</summary>
    [Get("/api/v1/organizations/operations/routes")]
    Task<IReadOnlyList<RouteTiming>> GetRouteTimings(CancellationToken cancellation = default);

    /// <summary>运行图表 · The service's figures of the last two hours.</summary>
    [Get("/api/v1/organizations/operations/figures")]
    Task<ServiceFigures> GetFigures(CancellationToken cancellation = default);
}
