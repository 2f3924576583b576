using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests;

public sealed class PairingApp() : ServiceApp<Program>("pairing", typeof(OrganizationReplica).Assembly, typeof(Program).Assembly)
{
    private int counties;

    public HttpClient Admin => As("0", "pairing.*");

    /// <summary>A county of its own for each test, with a committee, a township and a bureau.</summary>
    public async Task<County> HasCounty()
    {
        var number = Interlocked.Increment(ref counties);
        var root = $"0{number / 36 % 36:x1}{"0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]}";
        var county = new County(this, $"C{number}", root);
        await HasOrganizations((county.Id, county.Code, "县委", root), (county.TownId, $"{county.Code}-T", "镇党委", root + "00t"), (county.BureausId, $"{county.Code}-B", "县直机关工委", root + "00b"));
        return county;
    }

    public Task HasOrganizations(params (Guid Id, string Code, string Name, string LevelCode)[] organizations) => HasStates(
        [.. organizations.Select(o => new OrganizationState(
            o.Id, 1, o.Code, o.LevelCode, o.Name, OrganizationKind.Branch, "village", null, null, OrganizationStatus.Active, null))]);

    /// <summary>Takes in states as the consumer does.</summary>
    public Task HasStates(params OrganizationState[] states) =>
        Handles(new OnOrganizationState<PairingDb>([new FollowOrganizations()]), states);

    public async Task Handles<T>(object handler, params T[] facts)
        where T : class
    {
        await using var db = Services.GetRequiredService<SystemDb<PairingDb>>().Create();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await ((IEventHandler<PairingDb, T>)handler).HandleAsync(facts, db, CancellationToken.None);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public static async Task<JobResponse> Finished(HttpClient client, HttpResponseMessage accepted)
    {
        var job = await accepted.Read<JobResponse>(HttpStatusCode.Accepted);
        await Eventually.Holds(async () => (job = await (await client.GetAsync(accepted.Headers.Location)).Read<JobResponse>()).FinishedAt is not null);
        return job;
    }

    public static async Task<JobResponse> Imported(HttpClient client, Guid programmeId, string csv)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "pairs.csv" }, { new StringContent(programmeId.ToString()), "programmeId" } };
        return await Finished(client, await client.PostAsync("/api/v1/pairing/imports", form));
    }
}

/// <summary>A county in the replica, and what a test needs to say about it.</summary>
public sealed record County(PairingApp App, string Code, string LevelCode)
{
    private int organizations;

    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid TownId { get; } = Guid.CreateVersion7();

    public Guid BureausId { get; } = Guid.CreateVersion7();

    /// <summary>Who may do everything in this county and nothing elsewhere.</summary>
    public HttpClient Clerk => App.As(LevelCode, "pairing.*");

    public async Task<Guid> HasVillage(string? code = null) => await Has("00t", code ?? $"{Code}-V{organizations + 1}", "村支部");

    public async Task<Guid> HasBureau(string? code = null) => await Has("00b", code ?? $"{Code}-D{organizations + 1}", "局支部");

    public async Task<ProgrammeResponse> HasProgramme(
        string template = "bureausToVillages", ProgrammeKind kind = ProgrammeKind.Organizations, int? capacity = null, string? weakListClass = null, int year = 2026) =>
        await (await Post("programmes", new OpenProgrammeRequest($"项目{Guid.CreateVersion7()}", year, Id, kind, template, null, capacity, weakListClass)))
            .Read<ProgrammeResponse>(HttpStatusCode.Created);

    public async Task HasNeeds(Guid programme, params NeedRequest[] needs) => await (await Post($"programmes/{programme}/needs", needs)).Read<ListedResponse>();

    public async Task HasHelpers(Guid programme, params HelperRequest[] helpers) => await (await Post($"programmes/{programme}/helpers", helpers)).Read<ListedResponse>();

    public async Task<JobResponse> Matched(Guid programme) => await PairingApp.Finished(Clerk, await Post($"programmes/{programme}/proposals", null));

    public async Task<IReadOnlyList<ProposalResponse>> Proposals(Guid programme, ProposalState? state = null) =>
        await Get<ProposalResponse>($"programmes/{programme}/proposals?limit=200{(state is null ? "" : $"&state={state.ToString()!.ToLowerInvariant()}")}");

    public async Task<IReadOnlyList<NeedResponse>> Needs(Guid programme) => await Get<NeedResponse>($"programmes/{programme}/needs?limit=200");

    public async Task<IReadOnlyList<HelperResponse>> Helpers(Guid programme) => await Get<HelperResponse>($"programmes/{programme}/helpers?limit=200");

    public async Task<IReadOnlyList<PairResponse>> Pairs(Guid programme) => await Get<PairResponse>($"pairs?limit=200&programmeId={programme}");

    public Task<HttpResponseMessage> Post(string path, object? body) => body is null
        ? Clerk.PostAsync($"/api/v1/pairing/{path}", null)
        : Clerk.PostAsJsonAsync($"/api/v1/pairing/{path}", body, Wire.Json);

    public async Task<IReadOnlyList<T>> Get<T>(string path) => (await (await Clerk.GetAsync($"/api/v1/pairing/{path}")).Read<Page<T>>()).Items;

    private async Task<Guid> Has(string parent, string code, string name)
    {
        var id = Guid.CreateVersion7();
        var place = ++organizations;
        await App.HasOrganizations((id, code, $"{name}{place}", $"{LevelCode}{parent}{place:d3}"));
        return id;
    }
}
