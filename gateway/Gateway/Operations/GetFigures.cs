using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.Gateway.Operations;

/// <summary>The figures of all services over the last two hours (运行图表总览), as one replica of each has taken them down since it was started.</summary>
/// <param name="Missing">The services that did not answer in time.</param>
/// <param name="BrokerMeasured">Whether the settings say where the broker tells of its inside (<c>Operations:BrokerMeasures</c>); else none of the figures <c>broker.*</c> are there.</param>
/// <param name="Dashboards">Where more is shown, and for longer; as in the status.</param>
public sealed record GatheredFigures(IReadOnlyList<ServiceFigures> Items, IReadOnlyList<string> Missing, bool BrokerMeasured, IReadOnlyList<DashboardLink> Dashboards);

internal static class GetFigures
{
    public static async Task<Ok<GatheredFigures>> Handle(HttpContext http, ServiceCalls calls, FigureHistory own, IConfiguration configuration, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(calls.Services.Select(async service =>
            (Service: service, Figures: await calls.GetAsync<ServiceFigures>(http, service, $"/api/v1/{service}/operations/figures", cancel))));
        return TypedResults.Ok(new GatheredFigures(
            [own.Read("gateway"), .. answers.Select(answer => answer.Figures).OfType<ServiceFigures>()],
            [.. answers.Where(answer => answer.Figures is null).Select(answer => answer.Service)],
            BrokerFigures.AddressIn(configuration) is not null, DashboardLink.Of(configuration)));
    }
}
