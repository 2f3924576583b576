using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Assessment.Tests;

public sealed class DocumentTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    [Fact]
    public async Task Every_route_declares_a_permission_of_this_service_and_stands_in_the_document()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(AssessmentApp.Root, StringComparison.Ordinal)).ToList();
        var document = await (await app.Anonymous().GetAsync("/openapi/v1.json")).Read<JsonDocument>();
        var described = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).Count();

        Assert.True(routes.Count > 35, $"{routes.Count} routes");
        Assert.All(routes, r => Assert.Matches("^(assessment|operations|audit)\\.", r.Metadata.GetRequiredMetadata<PermissionMetadata>().Permission));
        Assert.Equal(routes.Count, described);
    }
}
