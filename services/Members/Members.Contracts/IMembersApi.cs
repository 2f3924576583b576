using PartyCloud.Contracts;

namespace PartyCloud.Members.Contracts;

/// <summary>
/// The typed client of the registry of members (党员), transfers of the formal relation (组织关系转接) and mobile members (流动党员).
/// Made by <see cref="PartyCloud.Contracts.Clients.RestClients"/>; a refusal throws the library's <c>ApiException</c>, and its problem is read by <c>ReadProblem()</c>.
/// The progress of an import as server-sent events (<c>…/events</c>) is left out, because neither library reads a stream of events: ask for the job again, or read the stream
/// by hand. <c>If-Match</c> takes <see cref="ETag.Of"/> the version that was read; under one <c>Idempotency-Key</c> a call is carried out once, however often it is sent.
/// </summary>
[SerializationMethods(Query = QuerySerializationMethod.Serialized)]
public interface IMembersApi
{
    /// <summary>登记党员 · Enters a member.</summary>
    [Post("/api/v1/members")]
    Task<MemberResponse> AdmitMember(
        [Body] AdmitMemberRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>党员列表 · Lists members in tree order.</summary>
    [Get("/api/v1/members")]
    Task<Page<MemberSummary>> ListMembers(
        [Query] Guid? under = null, [Query] MemberStatus? status = null, [Query] bool? mobile = null, [Query] string? q = null, [Query] int? limit = null,
        [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>导出党员名册(脱敏、留痕) · The list as a sheet, masked; audited.</summary>
    /// <param name="purpose">Why; it stands in the audit log. Refused without it.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="ids">Only these.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/members/export")]
    Task<HttpResponseMessage> ExportMembers(
        [Query] string? purpose = null, [Query] string? format = null, [Query] Guid? under = null, [Query] MemberStatus? status = null, [Query] bool? mobile = null,
        [Query] string? q = null, [Query] IReadOnlyList<Guid>? ids = null, CancellationToken cancellation = default);

    /// <summary>变更记录 · What was changed, by whom and when.</summary>
    [Get("/api/v1/members/{id}/history")]
    Task<Page<ChangeResponse>> GetMemberHistory([Path] Guid id, [Query] int? limit = null, [Query] Guid? cursor = null, CancellationToken cancellation = default);

    /// <summary>党员详情(脱敏) · One member, masked.</summary>
    [Get("/api/v1/members/{id}")]
    Task<MemberResponse> GetMember([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>变更党员信息 · Changes what is given.</summary>
    [Patch("/api/v1/members/{id}")]
    Task<MemberResponse> ChangeMember(
        [Path] Guid id, [Body] ChangeMemberRequest request, [Header("If-Match")] string? ifMatch = null, CancellationToken cancellation = default);

    /// <summary>出党、去世 · Closes a member's record.</summary>
    [Post("/api/v1/members/{id}/close")]
    Task<MemberResponse> CloseMember(
        [Path] Guid id, [Body] CloseMemberRequest request, [Header("If-Match")] string? ifMatch = null, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>查看完整信息(留痕) · Shows what is masked; audited.</summary>
    [Post("/api/v1/members/{id}/reveal")]
    Task<RevealedMember> RevealMember([Path] Guid id, [Body] RevealMemberRequest request, CancellationToken cancellation = default);

    /// <summary>按身份证号查找(留痕) · Finds by identity number; audited.</summary>
    [Post("/api/v1/members/search-by-identity")]
    Task<Page<MemberResponse>> SearchByIdentity([Body] SearchByIdentityRequest request, CancellationToken cancellation = default);

    /// <summary>口袋党员 · Members whose letter ran out before it was received.</summary>
    [Get("/api/v1/members/pocket")]
    Task<Page<TransferResponse>> ListPocketMembers(
        [Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>导入党员 · Imports a sheet (CSV or XLSX) as a job.</summary>
    /// <param name="form">A <see cref="MultipartFormDataContent"/> with the sheet as its part <c>file</c>.</param>
    [Post("/api/v1/members/imports")]
    Task<JobResponse> ImportMembers([Body] HttpContent form, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>错误行下载 · The refused rows as a sheet, to be corrected and sent again.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/members/imports/{id}/errors")]
    Task<HttpResponseMessage> DownloadImportErrors([Path] Guid id, [Query] string? format = null, CancellationToken cancellation = default);

    /// <summary>作业进度 · A job's state.</summary>
    [Get("/api/v1/members/imports/{id}")]
    Task<JobResponse> GetImport([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>取消作业 · Stops a job; what is done stays done.</summary>
    [Post("/api/v1/members/imports/{id}/cancel")]
    Task<JobResponse> CancelImport([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>开出组织关系介绍信 · Issues a letter of transfer.</summary>
    [Post("/api/v1/members/{id}/transfers")]
    Task<TransferResponse> TransferMember(
        [Path] Guid id, [Body] TransferMemberRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>转出、转入列表 · Letters that left or came.</summary>
    [Get("/api/v1/transfers")]
    Task<Page<TransferResponse>> ListTransfers(
        [Query] TransferDirection? direction = null, [Query] TransferState? state = null, [Query] Guid? under = null, [Query] Guid? memberId = null,
        [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>导出转接列表(脱敏、留痕) · The list as a sheet, masked; audited.</summary>
    /// <param name="purpose">Why; it stands in the audit log. Refused without it.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/transfers/export")]
    Task<HttpResponseMessage> ExportTransfers(
        [Query] string? purpose = null, [Query] string? format = null, [Query] TransferDirection? direction = null, [Query] TransferState? state = null,
        [Query] Guid? under = null, [Query] Guid? memberId = null, CancellationToken cancellation = default);

    /// <summary>组织关系转接详情 · One letter.</summary>
    [Get("/api/v1/transfers/{id}")]
    Task<TransferResponse> GetTransfer([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>接收组织关系 · Takes the member over.</summary>
    [Post("/api/v1/transfers/{id}/receive")]
    Task<TransferResponse> ReceiveTransfer([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>退回 · Sends the letter back.</summary>
    [Post("/api/v1/transfers/{id}/return")]
    Task<TransferResponse> ReturnTransfer(
        [Path] Guid id, [Body] DecideTransferRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>撤销转出 · Takes the letter back.</summary>
    [Post("/api/v1/transfers/{id}/cancel")]
    Task<TransferResponse> CancelTransfer(
        [Path] Guid id, [Body] DecideTransferRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>登记流动党员 · Registers a stay elsewhere.</summary>
    [Post("/api/v1/members/{id}/mobility")]
    Task<MobilityResponse> RegisterMobility(
        [Path] Guid id, [Body] RegisterMobilityRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellation = default);

    /// <summary>流出、流入党员列表 · Who is away, or here from elsewhere.</summary>
    [Get("/api/v1/mobility")]
    Task<Page<MobilityResponse>> ListMobility(
        [Query] MobilitySide? side = null, [Query] MobilityState? state = null, [Query] Guid? under = null, [Query] Guid? memberId = null,
        [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>流动党员统计 · How many are away, or here from elsewhere.</summary>
    [Get("/api/v1/mobility/counts")]
    Task<MobilityCounts> CountMobility([Query] MobilitySide? side = null, [Query] Guid? under = null, CancellationToken cancellation = default);

    /// <summary>导出流动党员列表(脱敏、留痕) · The list as a sheet, masked; audited.</summary>
    /// <param name="purpose">Why; it stands in the audit log. Refused without it.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <returns>The answer as it is, for its content to be streamed; a refusal does not throw here, so look at its status.</returns>
    [Get("/api/v1/mobility/export")]
    Task<HttpResponseMessage> ExportMobility(
        [Query] string? purpose = null, [Query] string? format = null, [Query] MobilitySide? side = null, [Query] MobilityState? state = null,
        [Query] Guid? under = null, [Query] Guid? memberId = null, CancellationToken cancellation = default);

    /// <summary>流动党员登记详情 · One stay.</summary>
    [Get("/api/v1/mobility/{id}")]
    Task<MobilityResponse> GetMobility([Path] Guid id, CancellationToken cancellation = default);

    /// <summary>流入地报到 · The member reported at the place.</summary>
    [Post("/api/v1/mobility/{id}/check-in")]
    Task<MobilityResponse> CheckInMobility([Path] Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>结束流动 · The stay is over.</summary>
    [Post("/api/v1/mobility/{id}/end")]
    Task<MobilityResponse> EndMobility(
        [Path] Guid id, [Body] EndMobilityRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>待办 · What waits for the caller here, the most urgent first.</summary>
    [Get("/api/v1/members/tasks")]
    Task<TaskList> GetTasks([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>近期变动 · What posts within reach changed lately, newest first.</summary>
    [Get("/api/v1/members/changes")]
    Task<IReadOnlyList<ChangeItem>> GetChanges([Query] int? limit = null, CancellationToken cancellation = default);

    /// <summary>批量查询党员(脱敏) · Up to 1,000 members by id, masked.</summary>
    [Post("/api/v1/members/batch-get")]
    Task<BatchGetMembersResponse> BatchGetMembers([Body] BatchGetMembersRequest request, CancellationToken cancellation = default);

    /// <summary>批量登记党员 · Enters up to 1,000 members, each on its own.</summary>
    [Post("/api/v1/members/batch-admit")]
    Task<BatchResponse<MemberResponse>> BatchAdmitMembers(
        [Body] BatchAdmitMembersRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>批量变更党员信息 · Changes up to 1,000 members, each on its own.</summary>
    [Post("/api/v1/members/batch-change")]
    Task<BatchResponse<MemberResponse>> BatchChangeMembers(
        [Body] BatchChangeMembersRequest request, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>党员变更流(脱敏) · What became of members, each change once, masked.</summary>
    [Get("/api/v1/members/feed")]
    Task<FeedPage<MemberResponse>> ReadMemberFeed([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>党员快照(脱敏) · All members, masked, and where the feed goes on from there.</summary>
    [Get("/api/v1/members/feed/snapshot")]
    Task<FeedSnapshot<MemberResponse>> SnapshotMembers([Query] Guid? under = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>代码表 · The values of fields, with their names.</summary>
    [Get("/api/v1/members/code-lists")]
    Task<IReadOnlyList<CodeList>> GetCodeLists(CancellationToken cancellation = default);

    /// <summary>错误代码 · What the service refuses with, and the texts.</summary>
    [Get("/api/v1/members/problem-codes")]
    Task<IReadOnlyList<ProblemCode>> GetProblemCodes(CancellationToken cancellation = default);

    /// <summary>数据一致性摘要 · Digests by which two services are compared.</summary>
    [Get("/api/v1/members/operations/digests")]
    Task<IReadOnlyList<DigestResponse>> GetDigests(CancellationToken cancellation = default);

    /// <summary>校验审计链 · Walks the audit log's hash chain.</summary>
    [Post("/api/v1/members/operations/audit/verify")]
    Task<AuditVerification> VerifyAudit([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>重新发布全部事实 · Publishes all the service owns once more.</summary>
    [Post("/api/v1/members/operations/republish")]
    Task<RepublishResponse> Republish([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>换钥后重新加密 · Enciphers again what is not under the current data key.</summary>
    [Post("/api/v1/members/operations/reseal")]
    Task<JobResponse> Reseal([Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellation = default);

    /// <summary>审计日志 · The audit log, newest first.</summary>
    [Get("/api/v1/members/operations/audit")]
    Task<Page<AuditResponse>> ListAudit(
        [Query] string? action = null, [Query] Guid? actor = null, [Query] string? actorName = null, [Query] Guid? objectId = null, [Query] DateTimeOffset? from = null,
        [Query] DateTimeOffset? to = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>运行状态 · Health, outbox and queues of this service.</summary>
    [Get("/api/v1/members/operations/status")]
    Task<ServiceStatus> GetStatus(CancellationToken cancellation = default);

    /// <summary>作业列表 · Jobs within reach, newest first.</summary>
    [Get("/api/v1/members/operations/jobs")]
    Task<Page<JobItem>> ListJobs([Query] JobState? state = null, [Query] int? limit = null, [Query] string? cursor = null, CancellationToken cancellation = default);

    /// <summary>接口耗时 · How long each route takes.</summary>
    [Get("/api/v1/members/operations/routes")]
    Task<IReadOnlyList<RouteTiming>> GetRouteTimings(CancellationToken cancellation = default);

    /// <summary>运行图表 · The service's figures of the last two hours.</summary>
    [Get("/api/v1/members/operations/figures")]
    Task<ServiceFigures> GetFigures(CancellationToken cancellation = default);
}
