using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Sandbox;

/// <summary>Made-up organizations and people that an app has for itself (沙箱租户).</summary>
/// <param name="OrganizationId">Their committee, at which each scope of the app lies from now on.</param>
/// <param name="Code">Its code; those of the organizations below begin with it.</param>
public sealed record SandboxTenantResponse(Guid OrganizationId, string Code, int Organizations, int Members);

/// <summary>
/// Gives the app that asks a new tenant, always of the same shape, and takes the one before out of its reach (重置): a committee, three general branches, three branches
/// in each and five members in each of those. Only in a sandbox.
/// </summary>
internal static class SandboxTenant
{
    private const int GeneralBranches = 3;
    private const int BranchesEach = 3;
    private const int MembersEach = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task<Results<Created<SandboxTenantResponse>, EmptyHttpResult>> Reset(
        HttpContext http, IConfiguration configuration, ServiceCalls services, SystemDb<GatewayDb> databases, AppCache cache, CancellationToken cancel)
    {
        Rule.Require(configuration.IsSandbox(), "sandbox.only");
        Rule.Require(http.User is AppPrincipal, "sandbox.apps-only");
        var app = ((AppPrincipal)http.User).App;
        // What begins a tree of its own lies within nobody's scope yet.
        var maker = new ActingPost(app.Id, app.Itself.Caller with { Permissions = PermissionSet.Of("organizations.register", "members.admit"), Scope = LevelScope.Everything });
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(Patience);
        try
        {
            var made = await MakeAsync(http, services, maker, within.Token);
            await GiveAsync(made.OrganizationId, app, databases, within.Token);
            cache.Forget(app.Id);
            return TypedResults.Created($"/api/v1/organizations/{made.OrganizationId}", made);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // What was made so far is nobody's and in nobody's way.
            await ProblemWriter.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "service.unavailable");
            return TypedResults.Empty;
        }
    }

    private static async Task<SandboxTenantResponse> MakeAsync(HttpContext http, ServiceCalls services, ActingPost maker, CancellationToken cancel)
    {
        var code = "SANDBOX-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(5));
        var root = await SendAsync<OrganizationResponse>("organizations", "/api/v1/organizations", new RegisterOrganizationRequest("沙箱党委（生成）", OrganizationKind.Committee, "governmentOrgan", Code: code));
        var generals = await RegisterAsync(Enumerable.Range(1, GeneralBranches).Select(n =>
            new RegisterOrganizationRequest($"沙箱第{n}党总支（生成）", OrganizationKind.GeneralBranch, "village", root.Id, $"{code}-{n}")));
        var branches = await RegisterAsync(generals.SelectMany(general => Enumerable.Range(1, BranchesEach).Select(n =>
            new RegisterOrganizationRequest($"沙箱第{n}党支部（生成）", OrganizationKind.Branch, "village", general.Id, $"{general.Code}-{n}"))));

        // The members' service hears of the branches a moment later.
        AdmitMemberRequest[] people = [.. branches.SelectMany(branch => Enumerable.Range(1, MembersEach).Select(n => new AdmitMemberRequest(branch.Id, IdentityOfNobody(), $"沙箱党员{n}（生成）")))];
        for (var left = people; left.Length > 0;)
        {
            var answer = await SendAsync<BatchResponse<MemberResponse>>("members", "/api/v1/members/batch-admit", new BatchAdmitMembersRequest(left));
            left = [.. answer.Items.Where(item => item.Result is null).Select(item => left[item.Index])];
            if (left.Length > 0)
            {
                await Task.Delay(Pause, cancel);
            }
        }

        return new(root.Id, code, 1 + generals.Count + branches.Count, people.Length);

        async Task<IReadOnlyList<OrganizationResponse>> RegisterAsync(IEnumerable<RegisterOrganizationRequest> items)
        {
            var answer = await SendAsync<BatchResponse<OrganizationResponse>>("organizations", "/api/v1/organizations/batch-register", new BatchRegisterOrganizationsRequest([.. items]));
            return [.. answer.Items.Select(item => item.Result ?? throw new HttpRequestException($"The sandbox could not be filled: {item.Problem?.Code}."))];
        }

        async Task<T> SendAsync<T>(string service, string path, object body)
            where T : class
        {
            var answer = await services.WriteAsync<T>(Texts.CultureOf(http), maker, service, path, body, Patience, cancel);
            return answer.Body ?? throw new HttpRequestException($"{service} refused what the sandbox is filled with: {answer.Refusal?.Code ?? "no answer"}.");
        }
    }

    /// <summary>Returns when the gateway itself knows where the tenant lies, so that the app's next call reaches it.</summary>
    private static async Task GiveAsync(Guid root, LiveApp caller, SystemDb<GatewayDb> databases, CancellationToken cancel)
    {
        await using var db = databases.CreateBeyondScope(caller.Itself.Caller);
        while (!await db.Organizations.AnyAsync(organization => organization.Id == root, cancel))
        {
            await Task.Delay(Pause, cancel);
        }

        var app = await db.Apps.SingleAsync(a => a.Id == caller.Id, cancel);
        // What share requests brought lies where it was granted, and ends with them.
        var scopes = await db.AppScopes.Where(scope => scope.AppId == app.Id && scope.ShareRequestId == null).ToListAsync(cancel);
        app.MoveTo(root);
        db.AppScopes.RemoveRange(scopes);
        db.AppScopes.AddRange(scopes.Select(scope => (scope.Resource, scope.Access)).Distinct().Select(scope => AppScope.Of(app.Id, scope.Resource, scope.Access, root)));
        db.Record(caller.Itself.Caller, "app.tenant-reset", "app", app.Id);
        await db.SaveChangesAsync(cancel);
    }

    // GB 11643 with the right check digit, but 99 is no province: none of these has been or can be issued.
    private static string IdentityOfNobody()
    {
        var birth = new DateOnly(1960, 1, 1).AddDays(RandomNumberGenerator.GetInt32(12_000));
        var digits = string.Create(CultureInfo.InvariantCulture, $"99{RandomNumberGenerator.GetInt32(10_000):0000}{birth:yyyyMMdd}{RandomNumberGenerator.GetInt32(1000):000}");
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return digits + "10X98765432"[digits.Zip(weights).Sum(pair => (pair.First - '0') * pair.Second) % 11];
    }
}
