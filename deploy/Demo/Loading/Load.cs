using System.Globalization;
using System.Text.Json.Nodes;
using PartyCloud.Demo.Generation;

namespace PartyCloud.Demo.Loading;

/// <summary>Sends the sheets through the public import routes. Whatever is there already stays as it is.</summary>
internal static class Load
{
    private const int RowsPerSheet = 100_000;
    private const int Attempts = 20;

    public static async Task OrganizationsAsync(Gateway gateway, Sample sample, CancellationToken cancellation)
    {
        const string Imports = "/api/v1/organizations/imports";
        DemoRun.Say("Importing the organizations");
        var progress = new Progress("organizations", sample.Organizations.Count, gateway.Clock);
        var job = await gateway.UploadAsync(Imports, $"{sample.Name}-organizations.csv", sample.WriteOrganizationsAsync, progress.At, cancellation);
        if (Errors(job) is { Count: > 0 } errors)
        {
            throw new GatewayException($"{errors.Count} organizations did not go in, first {errors[0]!.ToJsonString()}");
        }

        progress.Done();
    }

    public static async Task MembersAsync(Gateway gateway, Sample sample, CancellationToken cancellation)
    {
        const string Imports = "/api/v1/members/imports";
        await KnownAsync(gateway, sample.Organizations[^1], cancellation);
        DemoRun.Say("Importing the members");
        var progress = new Progress("members", sample.MemberCount, gateway.Clock);
        for (var from = 0; from < sample.MemberCount; from += RowsPerSheet)
        {
            var first = from;
            for (var attempt = 1; ; attempt++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{sample.Name}-members-{first + 1}.csv");
                var job = await gateway.UploadAsync(Imports, name, (stream, stop) => sample.WriteMembersAsync(stream, first, RowsPerSheet, stop), done => progress.At(first + done), cancellation);
                var errors = Errors(job);
                if (errors.Count == 0)
                {
                    break;
                }

                // The members' service hears of new organizations a moment later; rows that came too early are sent again with the whole sheet.
                if (attempt == Attempts || errors.Any(error => (string?)error!["code"] != "import.organization-unknown"))
                {
                    throw new GatewayException($"{errors.Count} members did not go in, first {errors[0]!.ToJsonString()}");
                }

                await Task.Delay(TimeSpan.FromSeconds(3), gateway.Clock, cancellation);
            }
        }

        progress.Done();
    }

    /// <summary>Waits until the members' service has heard of the last organization, so that few sheets are sent too early.</summary>
    private static async Task KnownAsync(Gateway gateway, SampleOrganization last, CancellationToken cancellation)
    {
        var organization = await gateway.GetAsync("/api/v1/organizations/by-code/" + last.Code, cancellation);
        await gateway.WaitAsync("the organizations to reach the members' service", async () =>
        {
            try
            {
                await gateway.GetAsync($"/api/v1/members?under={(string?)organization["id"]}&mobile=false&limit=1", cancellation);
                return true;
            }
            catch (GatewayException refused) when (refused.Status == 404)
            {
                return false;
            }
        }, TimeSpan.FromMinutes(10), cancellation);
    }

    private static JsonArray Errors(JsonNode job) => job["errors"] as JsonArray ?? [];
}
