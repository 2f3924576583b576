using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Me;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>Nobody grants what he does not hold, nor outside his own reach.</summary>
[Collection(SharedGateway.Name)]
public sealed class GrantPostTests(GatewayApp app)
{
    private static readonly string[] Codes = ["004", "004001", "004001001", "004002", "005", "005001"];

    private static readonly string[] Actions =
    [
        "organizations.read", "organizations.merge", "members.read", "members.admit", "members.close", "members.reveal", "members.own", "assessment.read",
        "assessment.score", "assessment.freeze", "pairing.visit", "pairing.manage", "audit.read", "accounts.grant", "accounts.reset", "operations.republish",
    ];

    [Fact]
    public async Task Whatever_a_person_is_granted_by_another_the_other_could_do_himself()
    {
        var places = new List<(Guid? Id, string Code)> { (null, "0") };
        foreach (var code in Codes)
        {
            places.Add((await app.HasOrganizationAsync(code), code));
        }

        var random = new Random(20260701);
        var roles = Roles.All.Select(role => role.Name).ToArray();
        var (granted, refused) = (0, 0);
        for (var round = 0; round < 12; round++)
        {
            // The grantor may grant at one place and holds a few more posts at random ones.
            var acting = places[random.Next(places.Count)];
            var held = new List<(string Role, Guid? OrganizationId)> { ("securityAdmin", acting.Id) };
            for (var more = random.Next(3); more > 0; more--)
            {
                held.Add((roles[random.Next(roles.Length)], places[random.Next(places.Count)].Id));
            }

            var grantor = await app.HasAccountAsync([.. held.Distinct()]);
            using var session = app.With((await app.TokensOfAsync(grantor.UserName)).AccessToken);
            for (var attempt = 0; attempt < 12; attempt++)
            {
                var receiver = await NewAccountAsync(session, acting.Id);
                var (role, place) = (roles[random.Next(roles.Length)], places[random.Next(places.Count)]);
                var answer = await session.PostAsJsonAsync($"/api/v1/accounts/{receiver}/posts", new GrantPostRequest(role, place.Id), Wire.Json);

                var expected = !Within(place.Code, acting.Code) ? HttpStatusCode.NotFound
                    : Actions.Where(action => Can(role, action)).All(action => held.Any(post => Can(post.Role, action) && Within(place.Code, CodeOf(post.OrganizationId))))
                        && held.Any(post => Actions.Where(action => Can(role, action)).All(action => Can(post.Role, action)) && Within(place.Code, CodeOf(post.OrganizationId)))
                        ? HttpStatusCode.Created
                    : HttpStatusCode.Conflict;
                Assert.True(
                    expected == answer.StatusCode,
                    $"{role} at {place.Code} by {string.Join(", ", held.Select(post => post.Role + "@" + CodeOf(post.OrganizationId)))}: {answer.StatusCode}, not {expected}");
                _ = expected == HttpStatusCode.Created ? granted++ : refused++;
            }
        }

        Assert.True(granted > 15 && refused > 15, $"{granted} granted and {refused} refused prove little.");

        string CodeOf(Guid? organization) => places.First(place => place.Id == organization).Code;
        static bool Within(string code, string ancestor) => code.StartsWith(ancestor, StringComparison.Ordinal) && (code != "0" || ancestor == "0");
        static bool Can(string role, string action) => Roles.Find(role)!.Permissions.Allows(action);
    }

    [Fact]
    public void One_set_of_permissions_covers_another_only_if_it_allows_all_that_the_other_does()
    {
        Assert.True(PermissionSet.Of("members.*").Covers(PermissionSet.Of("members.read", "members.admit")));
        Assert.False(PermissionSet.Of("members.read").Covers(PermissionSet.Of("members.*")));
        Assert.False(PermissionSet.Of("members.*").Covers(PermissionSet.Of("*")));
    }

    [Fact]
    public async Task A_security_administrator_without_business_posts_grants_no_business()
    {
        var district = await app.HasOrganizationAsync("006001");
        using var session = await app.AsAsync(("securityAdmin", district));
        var receiver = await NewAccountAsync(session, district);

        var refusal = await (await session.PostAsJsonAsync($"/api/v1/accounts/{receiver}/posts", new GrantPostRequest("branchSecretary", district), Wire.Json))
            .Refusal(HttpStatusCode.Conflict);

        Assert.Equal("post.beyond-grantor", refusal.Code);
        await (await session.PostAsJsonAsync($"/api/v1/accounts/{receiver}/posts", new GrantPostRequest("auditor", district), Wire.Json)).Read<PostResponse>(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Nobody_grants_himself_anything()
    {
        var district = await app.HasOrganizationAsync("006002");
        var person = await app.HasAccountAsync(("securityAdmin", district), ("districtAdmin", district));
        using var session = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);

        var refusal = await (await session.PostAsJsonAsync($"/api/v1/accounts/{person.Id}/posts", new GrantPostRequest("auditor", district), Wire.Json)).Refusal(HttpStatusCode.Conflict);

        Assert.Equal("account.own", refusal.Code);
    }

    [Theory]
    [InlineData("reset-password")]
    [InlineData("disable")]
    [InlineData("reset-second-factor")]
    public async Task Nobody_takes_over_an_account_that_holds_more_than_he_could_grant(string action)
    {
        var district = await app.HasOrganizationAsync($"00{"reset-password disable reset-second-factor".Split(' ').ToList().IndexOf(action) + 7}001");
        var target = await app.HasAccountAsync(("cityAdmin", null), ("auditor", district));
        using var session = await app.AsAsync(("securityAdmin", district), ("districtAdmin", district));
        object body = action == "disable" ? new DisableAccountRequest("x") : new ResetPasswordRequest("Taken-Over-123");

        // He sees the account, because it holds a post in his district.
        await (await session.GetAsync($"/api/v1/accounts/{target.Id}")).Read<AccountResponse>();
        var refusal = await (await session.PostAsJsonAsync($"/api/v1/accounts/{target.Id}/{action}", body, Wire.Json)).Refusal(HttpStatusCode.Conflict);

        Assert.Equal("account.holds-more", refusal.Code);
        await app.TokensOfAsync(target.UserName);
    }

    [Fact]
    public async Task Accounts_outside_the_reach_are_not_there()
    {
        var (east, west) = (await app.HasOrganizationAsync("00a001"), await app.HasOrganizationAsync("00a002"));
        var (mine, other) = (await app.HasAccountAsync(("auditor", east)), await app.HasAccountAsync(("auditor", west)));
        using var session = await app.AsAsync(("securityAdmin", east));

        var listed = await (await session.GetAsync("/api/v1/accounts?limit=200")).Read<Page<AccountItem>>();

        Assert.Contains(mine.Id, listed.Items.Select(item => item.Id));
        Assert.DoesNotContain(other.Id, listed.Items.Select(item => item.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await session.GetAsync($"/api/v1/accounts/{other.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await session.PostAsJsonAsync($"/api/v1/accounts/{other.Id}/disable", new DisableAccountRequest("x"), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await session.DeleteAsync($"/api/v1/accounts/{other.Id}/posts/{other.Posts[0].Id}")).StatusCode);
    }

    [Fact]
    public async Task The_list_pages_through_every_account_once()
    {
        for (var count = 0; count < 3; count++)
        {
            await app.HasAccountAsync();
        }

        using var admin = await app.AdminAsync();
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await (await admin.GetAsync($"/api/v1/accounts?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}")).Read<Page<AccountItem>>();
            seen.AddRange(page.Items.Select(item => item.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(await app.TextsAsync("select id::text from accounts order by id"), seen.Select(id => id.ToString()));
    }

    [Fact]
    public async Task A_stale_change_of_an_account_is_refused()
    {
        var person = await app.HasAccountAsync();
        using var admin = await app.AdminAsync();
        admin.DefaultRequestHeaders.IfMatch.Add(new($"\"{person.Version}\""));

        var changed = await (await admin.PatchAsJsonAsync($"/api/v1/accounts/{person.Id}", new ChangeAccountRequest("one"), Wire.Json)).Read<AccountResponse>();
        Assert.Equal("one", changed.DisplayName);
        await (await admin.PatchAsJsonAsync($"/api/v1/accounts/{person.Id}", new ChangeAccountRequest("two"), Wire.Json)).Refusal(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task One_name_is_one_account_and_a_repeated_request_makes_one()
    {
        using var admin = await app.AdminAsync();
        var request = new CreateAccountRequest($"once-{Guid.CreateVersion7():N}", GatewayApp.Password);
        admin.DefaultRequestHeaders.Add("Idempotency-Key", request.UserName);

        var first = await (await admin.PostAsJsonAsync("/api/v1/accounts", request, Wire.Json)).Read<AccountResponse>(HttpStatusCode.Created);
        var again = await (await admin.PostAsJsonAsync("/api/v1/accounts", request, Wire.Json)).Read<AccountResponse>(HttpStatusCode.Created);
        admin.DefaultRequestHeaders.Remove("Idempotency-Key");
        var other = await (await admin.PostAsJsonAsync("/api/v1/accounts", request with { UserName = request.UserName.ToUpperInvariant() }, Wire.Json)).Refusal(HttpStatusCode.Conflict);

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("unique.account_user_name", other.Code);
    }

    private static async Task<Guid> NewAccountAsync(HttpClient session, Guid? organization) => (await (await session.PostAsJsonAsync(
        "/api/v1/accounts", new CreateAccountRequest($"receiver-{Guid.CreateVersion7():N}", GatewayApp.Password, OrganizationId: organization), Wire.Json))
        .Read<AccountResponse>(HttpStatusCode.Created)).Id;
}
