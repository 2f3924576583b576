using System.Net;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Proposals;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Pairs;

public sealed class ExportPairsTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task Needs_helpers_proposals_and_pairs_go_out_as_they_are_listed()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        var village = await county.HasVillage("出表村");
        await county.HasNeeds(programme, new NeedRequest("poor", village), new NeedRequest("weak", await county.HasVillage()));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau("出表局")));
        await county.Matched(programme);
        var proposal = Assert.Single(await county.Proposals(programme), one => one.Need.OrganizationId == village);
        await (await county.Post($"proposals/{proposal.Id}/confirm", null)).Read<ProposalResponse>();

        Assert.Equal(3, (await Lines(county, $"programmes/{programme}/needs/export")).Length);
        Assert.Contains(",贫困村,,人工,已结对", Assert.Single((await Lines(county, $"programmes/{programme}/needs/export?state=served"))[1..]), StringComparison.Ordinal);
        Assert.Contains(",经济部门,1,1,否", Assert.Single((await Lines(county, $"programmes/{programme}/helpers/export"))[1..]), StringComparison.Ordinal);
        Assert.StartsWith("出表村,", Assert.Single((await Lines(county, $"programmes/{programme}/proposals/export?state=confirmed"))[1..]), StringComparison.Ordinal);
        Assert.Contains("出表局,", Assert.Single((await Lines(county, $"pairs/export?programmeId={programme}&side=helper&purpose=上报"))[1..]), StringComparison.Ordinal);
        Assert.Equal(["上报"], await app.RowsAsync("select purpose from audit_log where action = 'pairs.export' and fields like '%' || $1 || '%'", row => row.GetString(0), programme.ToString()));

        var other = await app.HasCounty();
        Assert.Single(await Lines(other, "pairs/export"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.Clerk.GetAsync($"/api/v1/pairing/programmes/{programme}/needs/export")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(county.LevelCode, "pairing.read").GetAsync("/api/v1/pairing/pairs/export")).StatusCode);
    }

    [Fact]
    public void Every_column_has_its_title_in_both_languages()
    {
        Texts.Use(typeof(Program).Assembly);
        Assert.All(
            [
                .. ExportNeeds.Sheet.Titles, .. ExportHelpers.Sheet.Titles, .. ExportProposals.Sheet.Titles, .. ExportPairs.Sheet.Titles,
                "export.needs", "export.helpers", "export.proposals", "export.pairs",
            ],
            title => Assert.True(Texts.Has(title, Texts.Chinese) && Texts.Has(title, Texts.English), title));
    }

    private static async Task<string[]> Lines(County county, string path)
    {
        var response = await county.Clerk.GetAsync($"/api/v1/pairing/{path}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
