using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Storage;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests;

/// <summary>The members service, which has heard of a city with two districts, east and west, of two branches each.</summary>
public sealed class MembersApp() : ServiceApp<Program>("members", typeof(OrganizationReplica).Assembly, typeof(Program).Assembly)
{
    private static int lastPerson;
    private readonly Dictionary<string, OrganizationState> organizations = [];

    public OrganizationState City => organizations["city"];

    public OrganizationState East => organizations["east"];

    public OrganizationState West => organizations["west"];

    public OrganizationState East1 => organizations["east1"];

    public OrganizationState East2 => organizations["east2"];

    public OrganizationState West1 => organizations["west1"];

    public HttpClient Eastern => As(East.LevelCode, "members.*");

    public HttpClient Western => As(West.LevelCode, "members.*");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Add("city", "001", null);
        Add("east", "001001", City.Id);
        Add("west", "001002", City.Id);
        Add("east1", "001001001", East.Id);
        Add("east2", "001001002", East.Id);
        Add("west1", "001002001", West.Id);
        await Hears([.. organizations.Values]);

        void Add(string code, string levelCode, Guid? parent) => organizations[code] = new(
            Guid.CreateVersion7(), 1, code, levelCode, $"{code} (sample)", parent is null ? OrganizationKind.Committee : OrganizationKind.Branch, "village", parent, null, OrganizationStatus.Active, null);
    }

    /// <summary>Takes in what the organizations service tells.</summary>
    public async Task Hears(params OrganizationState[] states)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<SystemDb<MembersDb>>().Create();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<OnOrganizationState<MembersDb>>().HandleAsync(states, db, default);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public async Task<MemberResponse> HasMember(OrganizationState organization, string? idNumber = null, string? name = null)
    {
        var response = await As("0", "members.*").PostAsJsonAsync(
            "/api/v1/members", new AdmitMemberRequest(organization.Id, idNumber ?? NextIdNumber(), name ?? "样本一", Phone: "13800001234", MonthlyIncome: 3500m), Wire.Json);
        return await response.Read<MemberResponse>(HttpStatusCode.Created);
    }

    /// <summary>A valid number of nobody: the sequence of people who were never born.</summary>
    public static string NextIdNumber() => IdNumber(Interlocked.Increment(ref lastPerson));

    public static string IdNumber(int person)
    {
        var born = new DateOnly(1950, 1, 1).AddDays(person / 1000 % 18_000);
        var digits = string.Create(CultureInfo.InvariantCulture, $"110105{born:yyyyMMdd}{person % 1000:000}");
        return digits + IdentityNumber.CheckCharacter(digits);
    }

    public static Task<JobResponse> Imported(HttpClient client, string csv) => Finished(client, Upload(client, csv));

    public static async Task<JobResponse> Upload(HttpClient client, string csv)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { file, "file", "members.csv" } };
        return await (await client.PostAsync("/api/v1/members/imports", form)).Read<JobResponse>(HttpStatusCode.Accepted);
    }

    public static async Task<JobResponse> Finished(HttpClient client, Task<JobResponse> queued)
    {
        var job = await queued;
        await Eventually.Holds(
            async () => (job = await (await client.GetAsync($"/api/v1/members/imports/{job.Id}")).Read<JobResponse>()).FinishedAt is not null, what: "the import's end");
        return job;
    }

    /// <summary>The states of a member that wait to be published, in their order.</summary>
    public async Task<List<MemberState>> StatesOf(Guid member) => [.. (await OutboxAsync<MemberState>())
        .Select(body => System.Text.Json.JsonSerializer.Deserialize<MemberState>(body, Wire.Json)!).Where(state => state.MemberId == member)];
}
