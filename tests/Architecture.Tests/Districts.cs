using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>
/// Two neighbouring districts of one city. East is filled through the services' own routes, every text of it carrying a mark, so that
/// any answer to West that holds the mark is a leak.
/// </summary>
internal static class Districts
{
    public const string Mark = "EASTONLY";
    public const string EastCode = "001001";
    public const string WestCode = "001002";

    public static readonly Guid City = new("00000000-0000-7000-8000-000000000001");
    public static readonly Guid East = new("00000000-0000-7000-8000-000000000002");
    public static readonly Guid West = new("00000000-0000-7000-8000-000000000003");
    public static readonly Guid EastBranch = new("00000000-0000-7000-8000-000000000004");
    public static readonly Guid EastHelper = new("00000000-0000-7000-8000-000000000005");
    public static readonly Guid WestBranch = new("00000000-0000-7000-8000-000000000006");

    public static readonly IReadOnlyList<OrganizationState> Tree =
    [
        Organization(City, "CITY", "001", "市委", OrganizationKind.Committee, "governmentOrgan", null, "5000"),
        Organization(East, $"{Mark}-1", EastCode, $"东区{Mark}", OrganizationKind.Committee, "governmentOrgan", City, "500101"),
        Organization(West, "W-1", WestCode, "西区", OrganizationKind.Committee, "governmentOrgan", City, "500102"),
        Organization(EastBranch, $"{Mark}-2", "001001001", $"东村{Mark}", OrganizationKind.Branch, "village", East, "500101001001"),
        Organization(EastHelper, $"{Mark}-3", "001001002", $"东局{Mark}", OrganizationKind.Branch, "governmentOrgan", East, "500101"),
        Organization(WestBranch, "W-2", "001002001", "西村", OrganizationKind.Branch, "village", West, "500102001001"),
    ];

    public static Caller CallerOf(string levelCode, PermissionSet permissions, string role = "test") =>
        new(Guid.CreateVersion7(), "tester", role, permissions, LevelScope.Of(levelCode), Guid.CreateVersion7());

    /// <summary>Fills a part and says which id of East stands for the parameters of which routes: the longest beginning counts.</summary>
    public static async Task<IReadOnlyDictionary<string, Guid>> FillAsync(IPart part)
    {
        if (part.Name == "organizations")
        {
            foreach (var o in Tree)
            {
                await part.ExecuteAsync(
                    "insert into party_organizations (id, version, code, level_code, name, kind, domain_type, parent_id, region_code, status) values ($1, 1, $2, $3, $4, $5, $6, $7, $8, 'active')",
                    o.Id, o.Code, o.LevelCode, o.Name, JsonNamingPolicy.CamelCase.ConvertName(o.Kind.ToString()), o.DomainType, o.ParentId, o.RegionCode);
            }
        }
        else
        {
            await part.HearsAsync(Tree);
        }

        var east = new Client(part.As(CallerOf(EastCode, PermissionSet.Of("*"))));
        var ids = part.Name switch
        {
            "organizations" => await FillOrganizationsAsync(east),
            "members" => await FillMembersAsync(east),
            "assessment" => await FillAssessmentAsync(east),
            "pairing" => await FillPairingAsync(east),
            _ => throw new InvalidOperationException($"Say here what there is of {part.Name} in a district."),
        };
        return ids.ToDictionary(pair => "/api/v1/" + pair.Key, pair => pair.Value);
    }

    private static OrganizationState Organization(
        Guid id, string code, string levelCode, string name, OrganizationKind kind, string domainType, Guid? parentId, string regionCode) =>
        new(id, 1, code, levelCode, name, kind, domainType, parentId, regionCode, OrganizationStatus.Active, null);

    private static async Task<Dictionary<string, Guid>> FillOrganizationsAsync(Client east) => new()
    {
        ["organizations"] = EastBranch,
        ["organizations/imports"] = await east.ImportAsync("organizations/imports", $"code,name,kind,domain_type,parent_code\n{Mark}-9,{Mark},branch,village,NONE\n"),
    };

    private static async Task<Dictionary<string, Guid>> FillMembersAsync(Client east)
    {
        var member = await east.PostAsync("members", $$"""{"organizationId":"{{EastBranch}}","idNumber":"11010519491231002X","name":"{{Mark}}","status":"formal","joinedOn":"1990-07-01"}""");
        var away = await east.PostAsync("members", $$"""{"organizationId":"{{EastBranch}}","idNumber":"440524188001010014","name":"{{Mark}}二","status":"formal","joinedOn":"1990-07-01"}""");
        return new()
        {
            ["members"] = member,
            ["transfers"] = await east.PostAsync($"members/{member}/transfers", $$"""{"reason":"{{Mark}}","toOrganizationId":"{{EastHelper}}"}"""),
            ["mobility"] = await east.PostAsync($"members/{away}/mobility", $$"""{"leftOn":"2026-01-15","place":"{{Mark}}"}"""),
            ["members/imports"] = await east.ImportAsync("members/imports", $"id_number,name,organization_code\n123,{Mark},{Mark}-2\n"),
        };
    }

    private static async Task<Dictionary<string, Guid>> FillAssessmentAsync(Client east)
    {
        var scheme = await east.PostAsync("assessment/schemes", $$"""
            {"name":"{{Mark}}","year":2026,"maxScore":100,"organizationId":"{{East}}",
             "dimensions":[{"name":"{{Mark}}","indicators":[{"code":"work","name":"工作","points":100,"method":"manual"}]}],
             "stages":[{"stage":"yearEnd","weight":1}],"grades":[{"grade":"A","min":90},{"grade":"B","min":80},{"grade":"C","min":60},{"grade":"D","min":0}]}
            """);
        await east.SendAsync(HttpMethod.Post, $"assessment/schemes/{scheme}/publish", "{}");
        var cycle = await east.PostAsync("assessment/cycles", $$"""{"schemeId":"{{scheme}}","year":2026,"scopeOrganizationId":"{{East}}","cutOff":"2026-06-30"}""");
        await east.SendAsync(HttpMethod.Post, $"assessment/cycles/{cycle}/open", "{}");
        await east.SendAsync(HttpMethod.Put, $"assessment/cycles/{cycle}/scores", $$"""
            [{"organizationId":"{{EastBranch}}","stage":"yearEnd","indicator":"work","value":41.5},
             {"organizationId":"{{EastHelper}}","stage":"yearEnd","indicator":"work","value":92}]
            """);
        await east.SendAsync(HttpMethod.Post, $"assessment/cycles/{cycle}/freeze", "{}");
        await east.SendAsync(HttpMethod.Post, $"assessment/cycles/{cycle}/finalize", "{}");
        var selection = await east.PostAsync($"assessment/cycles/{cycle}/selections", """{"rules":[{"domainType":"village","minShareBasisPoints":1500}],"tiePolicy":"includeTies"}""");
        var cases = await east.SendAsync(HttpMethod.Get, "assessment/rectifications", null);
        var talk = $$"""{"organizationId":"{{EastBranch}}","subjectKind":"member","subjectId":"{{Guid.CreateVersion7()}}","subjectName":"{{Mark}}","heldOn":"2026-03-02","heldBy":"{{Mark}}","reason":"{{Mark}}"}""";
        await east.PostAsync("assessment/talks", talk);
        var restrictions = await east.SendAsync(HttpMethod.Get, "assessment/restrictions", null);
        return new()
        {
            ["assessment/schemes"] = scheme,
            ["assessment/cycles"] = cycle,
            ["assessment/cycles/{cycleId:guid}/selections"] = cycle,
            ["assessment/selections"] = selection,
            ["assessment/rectifications"] = FirstId(cases),
            ["assessment/restrictions"] = FirstId(restrictions),
            ["assessment/removals"] = Guid.CreateVersion7(),
        };
    }

    private static async Task<Dictionary<string, Guid>> FillPairingAsync(Client east)
    {
        var programme = await east.PostAsync("pairing/programmes", $$$"""
            {"name":"{{{Mark}}}","year":2026,"scopeOrganizationId":"{{{East}}}","ruleSet":{"name":"{{{Mark}}}","rules":[{"helperClass":"legalAffairs","needClass":"disorderly","priority":1}]}}
            """);
        await east.SendAsync(HttpMethod.Post, $"pairing/programmes/{programme}/needs", $$"""[{"organizationId":"{{EastBranch}}","needClass":"disorderly"}]""");
        await east.SendAsync(HttpMethod.Post, $"pairing/programmes/{programme}/helpers", $$"""[{"organizationId":"{{EastHelper}}","helperClass":"legalAffairs"}]""");
        var needs = await east.SendAsync(HttpMethod.Get, $"pairing/programmes/{programme}/needs", null);
        var helpers = await east.SendAsync(HttpMethod.Get, $"pairing/programmes/{programme}/helpers", null);
        var job = await east.PostAsync($"pairing/programmes/{programme}/proposals", "{}");
        JsonNode proposals = new JsonObject();
        await Eventually.Holds(async () => (proposals = await east.SendAsync(HttpMethod.Get, $"pairing/programmes/{programme}/proposals", null))["items"]?.AsArray().Count > 0);
        var proposal = FirstId(proposals);
        await east.SendAsync(HttpMethod.Post, $"pairing/proposals/{proposal}/confirm", "{}");
        var pairs = await east.SendAsync(HttpMethod.Get, "pairing/pairs", null);
        await east.PostAsync($"pairing/pairs/{FirstId(pairs)}/visits", $$"""{"on":"2026-07-01","activities":["technology"],"summary":"{{Mark}}"}""");
        return new()
        {
            ["pairing/programmes"] = programme,
            ["pairing/needs"] = FirstId(needs),
            ["pairing/helpers"] = FirstId(helpers),
            ["pairing/proposals"] = proposal,
            ["pairing/pairs"] = FirstId(pairs),
            ["pairing/matchings"] = job,
            ["pairing/imports"] = Guid.CreateVersion7(),
        };
    }

    private static Guid FirstId(JsonNode answer) =>
        (answer is JsonArray list ? list : answer["items"]!.AsArray())[0]!["id"]!.GetValue<Guid>();

    private sealed class Client(HttpClient http)
    {
        public async Task<Guid> PostAsync(string path, string body)
        {
            var answer = await SendAsync(HttpMethod.Post, path, body);
            return answer["id"]!.GetValue<Guid>();
        }

        public async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body)
        {
            using var request = new HttpRequestMessage(method, "/api/v1/" + path);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode} {text}");
            return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
        }

        public async Task<Guid> ImportAsync(string path, string csv)
        {
            var file = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
            file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            using var form = new MultipartFormDataContent { { file, "file", $"{Mark}.csv" } };
            using var response = await http.PostAsync("/api/v1/" + path, form);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {text}");
            return JsonNode.Parse(text)!["id"]!.GetValue<Guid>();
        }
    }
}
