extern alias gateway;

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;
using Roles = gateway::PartyCloud.Gateway.Roles;

namespace PartyCloud.Architecture.Tests;

/// <summary>A walk over every route of every service: as nobody, as each role, and as the same role of the neighbouring district.</summary>
public sealed class EveryRouteTests
{
    // What a probe, a scraper and the gateway read; the network outside reaches none of them.
    private static readonly string[] Open = ["/alive", "/health", "/metrics", "/openapi/{documentName}.json"];

    [Fact]
    public async Task Every_route_declares_a_permission_that_a_role_holds()
    {
        await using var parts = await Filled.StartAsync(withFilters: true, fill: false);
        foreach (var (part, route) in parts.Routes)
        {
            if (route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                Assert.Contains(route.Template, Open);
                continue;
            }

            var permission = route.Endpoint.Metadata.GetMetadata<PermissionMetadata>()?.Permission;
            Assert.True(permission is not null, $"{part.Name}: {route} declares no permission.");
            Assert.True(Roles.All.Any(role => role.Permissions.Allows(permission)), $"{part.Name}: no role holds {permission}.");
        }
    }

    [Fact]
    public async Task The_neighbour_sees_nothing_and_changes_nothing()
    {
        await using var parts = await Filled.StartAsync(withFilters: true);

        await Walk(parts, alsoWithoutPermission: true);
    }

    [Fact]
    public async Task Row_security_alone_leaks_nothing_when_the_query_filters_are_taken_out()
    {
        await using var parts = await Filled.StartAsync(withFilters: false);

        // Who may not ask at all is refused before any query, as the other walk shows.
        await Walk(parts, alsoWithoutPermission: false);

        Assert.All(parts.All, part => Assert.True(part.FiltersTakenOut > 0, $"{part.Name} ran with its filters."));
    }

    [Fact]
    public async Task While_its_database_is_put_aside_no_route_fails_but_asks_to_be_asked_again()
    {
        await using var parts = await Filled.StartAsync(withFilters: true);
        foreach (var group in parts.Routes.Where(pair => !Open.Contains(pair.Route.Template)).GroupBy(pair => pair.Part))
        {
            var client = group.Key.As(Caller.System);
            await group.Key.Database.CloseAsync();
            List<string> wrong = [];
            var away = 0;
            foreach (var (part, route) in group)
            {
                using var request = parts.Request(part, route);
                using var response = await client.SendAsync(request);
                away += response.StatusCode == HttpStatusCode.ServiceUnavailable ? 1 : 0;
                if ((int)response.StatusCode >= 500 && (response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter is null))
                {
                    wrong.Add($"{part.Name} {route} -> {(int)response.StatusCode}");
                }
            }

            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
            Assert.True(away > group.Count() / 2, $"{group.Key.Name}: only {away} of {group.Count()} routes asked the database.");

            await group.Key.Database.OpenAsync();
            using var again = await client.GetAsync($"/api/v1/{group.Key.Name}/operations/digests");
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
    }

    private static async Task Walk(Filled parts, bool alsoWithoutPermission)
    {
        var before = await parts.EastAsync();
        List<string> wrong = [];
        var seen = new Dictionary<(string Who, HttpStatusCode), int>();
        foreach (var (part, route) in parts.Routes.Where(pair => !Open.Contains(pair.Route.Template)))
        {
            var permission = route.Endpoint.Metadata.GetRequiredMetadata<PermissionMetadata>().Permission;
            if (alsoWithoutPermission)
            {
                await Ask("nobody", part.Anonymous(), [HttpStatusCode.Unauthorized]);
            }

            foreach (var role in Roles.All.Where(role => alsoWithoutPermission || role.Permissions.Allows(permission)))
            {
                var neighbour = part.As(Districts.CallerOf(Districts.WestCode, role.Permissions, role.Name));
                if (!role.Permissions.Allows(permission))
                {
                    await Ask(role.Name, neighbour, [HttpStatusCode.Forbidden]);
                }
                else if (route.HasId)
                {
                    await Ask(role.Name, neighbour, [HttpStatusCode.NotFound, HttpStatusCode.Forbidden]);
                }
                else
                {
                    // Without an object in the path an answer may be any but a server's fault, and must hold nothing of East.
                    await Ask(role.Name, neighbour, null);
                }
            }

            async Task Ask(string who, HttpClient client, HttpStatusCode[]? allowed)
            {
                using var request = parts.Request(part, route);
                using var limit = new CancellationTokenSource(Eventually.DefaultDeadline);
                using var response = await client.SendAsync(request, limit.Token);
                var text = await response.Content.ReadAsStringAsync(limit.Token);
                seen[(who, response.StatusCode)] = seen.GetValueOrDefault((who, response.StatusCode)) + 1;
                if (allowed is null ? (int)response.StatusCode >= 500 : !allowed.Contains(response.StatusCode))
                {
                    wrong.Add($"{who}: {part.Name} {route} -> {(int)response.StatusCode} {text[..Math.Min(text.Length, 300)]}");
                }

                // A problem repeats the path that was asked for.
                text = text.Replace(Uri.UnescapeDataString(request.RequestUri!.OriginalString.Replace("http://localhost", "", StringComparison.Ordinal)), "", StringComparison.Ordinal);
                if (text.Contains(Districts.Mark, StringComparison.Ordinal))
                {
                    wrong.Add($"{who}: {part.Name} {route} shows East: {text[..Math.Min(text.Length, 300)]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(30)));
        Assert.Equal(before, await parts.EastAsync());
        // The walk is worth something only if the neighbour's own requests get through.
        Assert.Contains(seen.Keys, key => key == ("districtAdmin", HttpStatusCode.OK));
    }

    private sealed record Route(string Method, string Template, RouteEndpoint Endpoint)
    {
        public bool HasId => Template.Contains("{id", StringComparison.Ordinal) || Template.Contains("{cycleId", StringComparison.Ordinal);

        public override string ToString() => $"{Method} {Template}";
    }

    /// <summary>The services with East filled, their routes, and a request for each that names East's objects and is well formed.</summary>
    private sealed class Filled(bool withFilters) : IAsyncDisposable
    {
        private readonly Parts parts = new(withFilters);
        private readonly Dictionary<string, IReadOnlyDictionary<string, Guid>> ids = [];
        private readonly Dictionary<string, JsonObject> documents = [];

        public IReadOnlyList<IPart> All => parts.All;

        public IEnumerable<(IPart Part, Route Route)> Routes =>
            from part in parts.All
            from endpoint in part.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            select (part, new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint));

        public static async Task<Filled> StartAsync(bool withFilters, bool fill = true)
        {
            var filled = new Filled(withFilters);
            await filled.parts.InitializeAsync();
            foreach (var part in fill ? filled.All : [])
            {
                filled.ids[part.Name] = await Districts.FillAsync(part);
                filled.documents[part.Name] = JsonNode.Parse(await part.Anonymous().GetStringAsync("/openapi/v1.json"))!.AsObject();
            }

            return filled;
        }

        public HttpRequestMessage Request(IPart part, Route route)
        {
            var path = route.Template;
            if (route.HasId)
            {
                var known = ids[part.Name].Keys.Where(key => path.StartsWith(key + "/", StringComparison.Ordinal)).MaxBy(key => key.Length);
                Assert.True(known is not null, $"Say in Districts which object of East {route} is about.");
                path = path.Replace("{cycleId:guid}", ids[part.Name][known].ToString(), StringComparison.Ordinal)
                    .Replace("{id:guid}", ids[part.Name][known].ToString(), StringComparison.Ordinal);
            }

            path = path.Replace("{organizationId:guid}", Districts.EastBranch.ToString(), StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{code}", $"{Districts.Mark}-2", StringComparison.Ordinal);
            Assert.True(!path.Contains('{'), $"Say here what stands for the parameters of {route}.");
            if (route.Method == "GET" && !route.HasId && path.Count(c => c == '/') <= 5)
            {
                // A list that takes a subtree is asked for East's.
                var parameters = Operation(part, route)?["parameters"]?.AsArray() ?? [];
                if (parameters.Any(parameter => parameter!["name"]!.GetValue<string>() == "under"))
                {
                    path += $"?under={Districts.East}";
                }
            }

            var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
            if (route.Method is "POST" or "PUT" or "PATCH")
            {
                var content = Operation(part, route)?["requestBody"]?["content"]?.AsObject();
                request.Content = content?.ContainsKey("multipart/form-data") == true
                    ? new MultipartFormDataContent { { new ByteArrayContent("code,name\n"u8.ToArray()), "file", "a.csv" } }
                    : new StringContent(WellFormed.Body(documents[part.Name], content?["application/json"]?["schema"]).ToJsonString(), Encoding.UTF8, "application/json");
            }

            return request;
        }

        /// <summary>All that the databases hold of East, but for what a walk adds on its own account: jobs, keys and the audit log.</summary>
        public async Task<string> EastAsync()
        {
            var all = new StringBuilder();
            foreach (var part in All)
            {
                var tables = await part.RowsAsync("""
                    select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                    where c.table_schema = 'public' and c.column_name = 'level_code' and t.table_type = 'BASE TABLE'
                      and c.table_name not in ('jobs', 'job_parts', 'job_errors', 'idempotency_keys', 'audit_log') order by 1
                    """, reader => reader.GetString(0));
                foreach (var table in tables)
                {
                    var digest = await part.RowsAsync(
                        $"select count(*) || ' ' || coalesce(bit_xor(hashtextextended(t::text, 0)), 0) from {table} t where level_code >= '{Districts.EastCode}' and level_code < '{Districts.EastCode}~'",
                        reader => reader.GetString(0));
                    all.Append(part.Name).Append('.').Append(table).Append(' ').Append(digest[0]).Append('\n');
                }
            }

            return all.ToString();
        }

        public async ValueTask DisposeAsync() => await parts.DisposeAsync();

        private JsonObject? Operation(IPart part, Route route)
        {
            var template = System.Text.RegularExpressions.Regex.Replace(route.Template, @"\{(\w+):\w+\}", "{$1}");
            return documents[part.Name]["paths"]?[template]?[route.Method.ToLowerInvariant()]?.AsObject();
        }
    }
}
