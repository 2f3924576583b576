using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.Sharing;

/// <summary>A gateway of its own, whose clock and calendar the tests set: it begins on Monday, 7 September 2026, at nine in China.</summary>
public sealed class SharingGateway : GatewayApp
{
    public static readonly DateTimeOffset Monday = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    public override async Task InitializeAsync()
    {
        Clock.Set(Monday.ToUniversalTime());
        await base.InitializeAsync();
    }

    /// <summary>The first administrator for the business: checks and replies.</summary>
    public Task<HttpClient> DepartmentAsync() => AdminAsync("cityAdmin");

    internal static AskForDataRequest Asking(string resource, Guid? organization = null, string purpose = "sample purpose", DateOnly? until = null, Guid? app = null, string[]? items = null) =>
        new(resource, purpose, "sample basis", DataFrequency.Daily, until ?? new(2026, 12, 31), items, organization, app);

    internal static async Task<ShareRequestResponse> AskedAsync(SignedApp app, AskForDataRequest request) =>
        await (await app.PostJsonAsync("/api/v1/sharing/requests", request)).Read<ShareRequestResponse>(HttpStatusCode.Created);

    internal static async Task<HttpResponseMessage> ActAsync<T>(HttpClient client, ShareRequestResponse of, string act, T body, bool withVersion = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sharing/requests/{of.Id}/{act}") { Content = JsonContent.Create(body, options: Wire.Json) };
        if (withVersion)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{of.Version}\""));
        }

        return await client.SendAsync(request);
    }

    /// <summary>Asked for, found to conform, and granted by the owner.</summary>
    internal async Task<ShareRequestResponse> GrantedAsync(SignedApp app, AskForDataRequest request)
    {
        using var department = await DepartmentAsync();
        var checkedOne = await (await ActAsync(department, await AskedAsync(app, request), "check", new CheckShareRequestRequest(true))).Read<ShareRequestResponse>();
        return checkedOne.State == DataShareState.Granted
            ? checkedOne
            : await (await ActAsync(department, checkedOne, "reply", new ReplyToShareRequestRequest(true))).Read<ShareRequestResponse>();
    }

    /// <summary>A member that the service knows, in the scope of whoever asks.</summary>
    public Guid HasMember(Guid organization)
    {
        var id = Guid.CreateVersion7(Clock.GetUtcNow());
        Behind["members"].Answers[$"/api/v1/members/{id}"] = JsonSerializer.Serialize(new { id, organizationId = organization, name = "样例" }, Wire.Json);
        return id;
    }
}

[CollectionDefinition(Name)]
public sealed class SharedSharing : ICollectionFixture<SharingGateway>
{
    public const string Name = "sharing";
}
